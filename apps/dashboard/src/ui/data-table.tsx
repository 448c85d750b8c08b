import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** One column: its heading, and what it makes of a row. */
export interface Column<T> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: T) => ReactNode;
  readonly align?: 'right';
  readonly width?: number | string;
  /** Left out on narrow screens: what nobody needs at first sight. */
  readonly wide?: boolean;
}

/** Rows and columns. */
export interface DataTableProps<T> {
  /** What the table holds, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** A click anywhere in the row; a link in its first cell must do the same for the keyboard. */
  readonly onRow?: (row: T) => void;
}

/** Whether a click was meant for the row, and not for something in it that has a deed of its own. */
function ownClick({ target }: React.MouseEvent): boolean {
  return !(target instanceof Element) || target.closest('a, button, input, label') === null;
}

/** A table that scrolls sideways by itself where it is too wide, never the page. */
export function DataTable<T>({ caption, columns, rows, rowKey, onRow }: DataTableProps<T>) {
  return (
    <div className={classes['scroll']} tabIndex={0} role="group" aria-label={caption}>
      <Table className={classes['table'] ?? ''} highlightOnHover={onRow !== undefined}>
        <caption className="tp-hidden">{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header, align, width, wide }) => (
              <Table.Th key={key} scope="col" w={width} ta={align ?? 'left'} data-wide={wide}>
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr
              key={rowKey(row)}
              data-clickable={onRow !== undefined}
              {...(onRow === undefined
                ? {}
                : { onClick: (event: React.MouseEvent) => ownClick(event) && onRow(row) })}
            >
              {columns.map(({ key, cell, align, wide }) => (
                <Table.Td key={key} ta={align ?? 'left'} data-wide={wide}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
