const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const find = (all: typeof browsers, text: string): string | undefined =>
  all.find(([pattern]) => pattern.test(text))?.[1];

/** A browser as its user knows it: "Firefox on Linux". */
export function browserName(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = find(browsers, text) ?? 'Unknown browser';
  const system = find(systems, text);
  return system === undefined ? browser : `${browser} on ${system}`;
}
