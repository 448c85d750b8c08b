/** The ground on which the reference stands, in the reader's choice of light or dark. */
export const docsStyle = `:root {
  --text: #1c2733;
  --ground: #ffffff;
  --link: #0b61a4;
}
html.dark-mode {
  --text: #e4e9ee;
  --ground: #1c2022;
  --link: #7db8e8;
}
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 16px/1.5 system-ui, sans-serif;
}
noscript {
  display: block;
  padding: 1.5rem 1.25rem 0;
}
noscript a {
  color: var(--link);
}
#reference .info {
  margin: 1.5rem 0;
}
`;
