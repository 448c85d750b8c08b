/** The style of our own part of the reference, in the reader's choice of light or dark. */
export const docsStyle = `:root {
  --text: #1c2733;
  --ground: #ffffff;
  --soft: #f1f4f7;
  --link: #0b61a4;
}
html.dark-mode {
  --text: #e4e9ee;
  --ground: #1c2022;
  --soft: #2a3035;
  --link: #7db8e8;
}
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 16px/1.5 system-ui, sans-serif;
}
header, noscript {
  display: block;
  max-width: 1420px;
  margin: 0 auto;
  padding: 1.5rem 1.25rem 0;
}
header p, header li {
  max-width: 46rem;
}
header h1 {
  font-size: 1.8rem;
  margin: 0 0 0.5rem;
}
header h2 {
  font-size: 1.1rem;
  margin: 1.25rem 0 0.25rem;
}
header code {
  background: var(--soft);
  border-radius: 3px;
  padding: 0.1em 0.3em;
}
header a, noscript a {
  color: var(--link);
}
#reference .info {
  margin: 1.5rem 0;
}
`;
