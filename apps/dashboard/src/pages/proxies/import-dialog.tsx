import { Button, Group, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { ApiProblem } from '../../api/api-problem.js';
import { Dialog } from '../../ui/dialog.js';
import { Note } from '../../ui/note.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { ImportPreview } from './import-preview.js';
import { useImport, usePreviewImport } from './prices-api.js';
import type { ImportSource } from './prices-api.js';
import { readOpenApiFile } from './read-openapi-file.js';
import classes from './proxies.module.css';

/** The proxy whose prices are imported. */
export interface ImportDialogProps {
  readonly proxyId: string;
  readonly targetBaseUrl: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Makes prices of an OpenAPI document, once it was shown what would become of each operation. */
export function ImportDialog({ opened, onClose, ...rest }: ImportDialogProps) {
  return (
    <Dialog opened={opened} title="Import prices from OpenAPI" size="xl" onClose={onClose}>
      <ImportForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function ImportForm({ proxyId, targetBaseUrl, onClose }: Omit<ImportDialogProps, 'opened'>) {
  const preview = usePreviewImport(proxyId);
  const run = useImport(proxyId);
  const [url, setUrl] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [source, setSource] = useState<ImportSource | null>(null);
  const fileId = useId();
  const look = (from: ImportSource): void => {
    setRefusal(null);
    setSource(from);
    preview.mutate(from);
  };
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    preview.reset();
    const read = await readOpenApiFile(file);
    if ('refusal' in read) setRefusal(read.refusal);
    else look({ document: read.document });
  };
  const urlError = preview.error instanceof ApiProblem ? urlWords(preview.error) : null;
  if (preview.isSuccess && source !== null)
    return (
      <ImportPreview
        imported={preview.data}
        pending={run.isPending}
        error={run.error}
        onBack={() => preview.reset()}
        onImport={() =>
          run.mutate(source, {
            onSuccess: ({ created, updated }) => {
              notifyDone(`${String(created)} prices added, ${String(updated)} changed.`);
              onClose();
            },
          })
        }
      />
    );
  return (
    <form
      noValidate
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (url.trim() !== '') look({ url: url.trim() });
      }}
    >
      <p style={{ margin: 0 }}>
        Each operation becomes a row. Where the document names no price (
        <span className="tp-mono">x-payment.price_sats</span>), it costs the default. First you see what would
        be done.
      </p>
      <div className={classes['beside']}>
        <TextInput
          label="Address of the document"
          description="https, JSON, at most 4 MiB."
          placeholder={`${targetBaseUrl}/openapi.json`}
          type="url"
          inputMode="url"
          value={url}
          error={urlError}
          data-autofocus
          onChange={({ currentTarget: { value } }) => setUrl(value)}
        />
        <Button type="submit" disabled={url.trim() === ''} loading={preview.isPending}>
          Look at it
        </Button>
      </div>
      <div className={classes['part']}>
        <label htmlFor={fileId}>Or a file from this device</label>
        <input
          id={fileId}
          className={classes['file']}
          type="file"
          accept=".json,application/json"
          onChange={({ currentTarget: { files } }) => void takeFile(files?.[0])}
        />
      </div>
      {refusal !== null && (
        <Note tone="bad" title="This file cannot be read" announced>
          {refusal}
        </Note>
      )}
      {preview.error !== null && urlError === null && <ProblemNotice error={preview.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}

/** What is wrong with the address, for its field. */
function urlWords({ slug, fields }: ApiProblem): string | null {
  if (slug === 'address_refused') return 'This address may not be called from here. Use the file instead.';
  return fields['url'] ?? null;
}
