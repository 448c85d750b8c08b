import { useEffect, useState } from 'react';

/** A text as a QR code. */
export interface QrCodeProps {
  readonly value: string;
  /** What it holds, for screen readers. */
  readonly label: string;
  /** Its side in pixels. */
  readonly size?: number;
}

/** A QR code, dark on white whatever the colours of the page, since cameras want it so. Drawn in the browser itself. */
export function QrCode({ value, label, size = 220 }: QrCodeProps) {
  const [drawn, setDrawn] = useState<{
    readonly of: string;
    readonly path: string;
    readonly cells: number;
  }>();
  useEffect(() => {
    let wanted = true;
    void import('qrcode').then(({ create }) => {
      const { modules } = create(value, { errorCorrectionLevel: 'M' });
      const cells = modules.size;
      let path = '';
      for (let index = 0; index < cells * cells; index += 1)
        if (modules.data[index] === 1) path += `M${index % cells} ${Math.floor(index / cells)}h1v1h-1z`;
      if (wanted) setDrawn({ of: value, path, cells });
    });
    return () => {
      wanted = false;
    };
  }, [value]);
  const style = { background: '#fff', borderRadius: 12, display: 'block', maxWidth: '100%' } as const;
  const cells = drawn?.cells ?? 1;
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`-3 -3 ${cells + 6} ${cells + 6}`}
      shapeRendering="crispEdges"
      style={style}
    >
      {drawn?.of === value && <path d={drawn.path} fill="#000" />}
    </svg>
  );
}
