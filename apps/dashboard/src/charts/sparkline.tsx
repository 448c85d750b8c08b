/** The course of a figure, small and without axes; the figure itself stands beside it in words. */
export function Sparkline({ values, width = 96, height = 30 }: SparklineProps) {
  const most = Math.max(...values, 1);
  const step = values.length < 2 ? width : width / (values.length - 1);
  const points = values.map((value, index) => {
    const y = height - 2 - (value / most) * (height - 4);
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      <polygon
        points={`0,${height} ${points.join(' ')} ${width},${height}`}
        fill="var(--tp-chart-1)"
        opacity="0.12"
      />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--tp-chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The figures in order, and the size in pixels. */
export interface SparklineProps {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}
