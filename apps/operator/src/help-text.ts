import type { Command } from './command.js';

const CALL = 'turnpike';

/** What `--help` prints: of one command all, of several a line each. */
export function helpText(about: readonly Command[]): string {
  const [command] = about;
  return command !== undefined && about.length === 1 ? helpOf(command) : list(about);
}

function list(commands: readonly Command[]): string {
  return [
    `Usage: ${CALL} <command> [options]`,
    '',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'It works on the database of DATABASE_URL, or else on the instance in DATA_DIR, whether it runs or not.',
    `\`${CALL} <command> --help\` tells more. With --json a command answers in JSON.`,
    'It ends with 0 if all is well, 1 if something is not, 2 if it was called in a wrong way.',
    '',
  ].join('\n');
}

function helpOf({ name, summary, notes = [], operands = [], options }: Command): string {
  const rows = Object.entries(options).map(([option, { value, meaning, isRequired }]): [string, string] => [
    `--${option}${value === undefined ? '' : ` <${value}>`}`,
    isRequired === true ? `${meaning} (compulsory)` : meaning,
  ]);
  const taken = operands.map((operand) => ` <${operand}>`).join('');
  return [
    `Usage: ${CALL} ${name}${taken} [options]`,
    '',
    summary,
    ...notes.flatMap((note) => ['', note]),
    '',
    ...columns([...rows, ['--json', 'answers in JSON'], ['--help', 'prints this']]),
    '',
  ].join('\n');
}

/** Two columns, or more, of which all but the last are padded. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')}`.trimEnd(),
  );
}
