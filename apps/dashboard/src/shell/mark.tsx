/** Our mark: a barrier with a bolt. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b5d4b" />
      <path
        d="M7 21.5h18M10 21.5V12m12 9.5V12M7 12h18"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        fill="none"
      />
      <path
        d="m17.3 6.2-3 5h3.4l-3 5"
        stroke="#f6b73c"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        fill="none"
      />
    </svg>
  );
}
