/**
 * Whether a canonical path fits a glob, in which `*` stands for any characters, slashes too; what ends in `/*` fits the path
 * before it as well. Letter case counts for nothing, so that another spelling opens nothing. Takes time in proportion to
 * both lengths, whatever is in them.
 */
export function fitsGlob(glob: string, path: string): boolean {
  const [pattern, text] = [lower(glob), lower(path)];
  return fits(pattern, text) || (pattern.endsWith('/*') && fits(pattern.slice(0, -2), text));
}

/** ASCII only: other letters are octets here, which have no case. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function fits(pattern: string, text: string): boolean {
  let [at, from] = [0, 0];
  let [star, starFrom] = [-1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') {
      [star, starFrom] = [at, from];
      at += 1;
    } else if (pattern[at] === text[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      starFrom += 1;
      [at, from] = [star + 1, starFrom];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
