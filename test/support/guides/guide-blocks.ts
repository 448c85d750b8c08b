import { filesBelow, textOf } from '../../architecture/project-files.js';

/** What becomes of a block of a guide. Further marks are `file=<name>`, and `load` for a module that only has to load. */
export const PURPOSES = ['install', 'serve', 'run', 'output', 'load', 'shown'] as const;

/** A fenced block of a guide. The first word behind the fence is its language, the others are marks. */
export interface GuideBlock {
  readonly language: string;
  readonly marks: readonly string[];
  /** Where it is to be written, if anywhere. */
  readonly file: string | null;
  readonly text: string;
  readonly line: number;
}

/** What stands below one heading of the second level, or before the first: blocks that are run one after the other. */
export interface GuideSection {
  readonly guide: string;
  readonly heading: string;
  readonly blocks: readonly GuideBlock[];
}

/** The guides, by their paths. */
export const guides: readonly string[] = filesBelow(['apps/docs'], ['.md']);

/** The sections of a guide that have blocks. */
export function sectionsOf(guide: string): GuideSection[] {
  const sections: { heading: string; blocks: GuideBlock[] }[] = [{ heading: '', blocks: [] }];
  let open: { fence: string; line: number; words: string[]; text: string[] } | null = null;
  for (const [index, line] of textOf(guide).split('\n').entries()) {
    const heading = open === null ? /^## (.+)$/.exec(line)?.[1] : undefined;
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (heading !== undefined) sections.push({ heading, blocks: [] });
    else if (open === null && fence)
      open = { fence: fence[1] ?? '', line: index + 1, words: words(fence[2]), text: [] };
    else if (open !== null && line === open.fence) {
      sections.at(-1)?.blocks.push(blockOf(open.words, open.text, open.line));
      open = null;
    } else open?.text.push(line);
  }
  if (open !== null) throw new Error(`${guide}:${String(open.line)}: the block has no end`);
  return sections.filter(({ blocks }) => blocks.length > 0).map((section) => ({ guide, ...section }));
}

function blockOf([language = '', ...marks]: string[], text: readonly string[], line: number): GuideBlock {
  const file = marks.find((mark) => mark.startsWith('file='))?.slice('file='.length) ?? null;
  const others = marks.filter((mark) => !mark.startsWith('file='));
  return { language, marks: others, file, text: `${text.join('\n')}\n`, line };
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter(Boolean);
}
