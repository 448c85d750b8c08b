const bytesMax = 4 * 1024 * 1024;

/** A document, or in words why the file holds none. */
export type ReadFile = { readonly document: unknown } | { readonly refusal: string };

/** Reads a file in the browser; nothing is sent. Whether it is an OpenAPI document is for the server to say. */
export async function readOpenApiFile(file: Pick<File, 'size' | 'text'>): Promise<ReadFile> {
  if (file.size > bytesMax) return { refusal: 'It has more than 4 MiB. Take out what is no path.' };
  try {
    return { document: JSON.parse(await file.text()) as unknown };
  } catch {
    return { refusal: 'It is no JSON. Convert YAML first: npx js-yaml openapi.yaml > openapi.json' };
  }
}
