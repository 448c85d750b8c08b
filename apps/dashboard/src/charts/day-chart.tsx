import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { compact, dayWords, grouped } from '../ui/format.js';
import classes from './day-chart.module.css';

/** A figure for each of several days of UTC. */
export interface DayChartProps {
  readonly days: readonly string[];
  readonly values: readonly number[];
  /** The figure and its unit, for the legend. */
  readonly unit: string;
  /** What the chart shows, in a sentence, for whoever cannot see it. */
  readonly label: string;
  readonly height: number;
}

/** How far a date stands from the left edge of the bars. */
const datePixelsMin = 24;

/** Colours of the page, read when the chart is drawn, as a canvas knows no variables. */
function colour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function optionsFor(place: HTMLElement, props: DayChartProps): uPlot.Options {
  const line = colour(place, '--tp-chart-1');
  const axis = {
    stroke: colour(place, '--tp-chart-axis'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
  };
  const grid = { stroke: colour(place, '--tp-chart-grid'), width: 1 };
  const bars = props.days.length <= 45 ? uPlot.paths.bars?.({ size: [0.66, 34], radius: 0.18 }) : undefined;
  const fill = (chart: uPlot): CanvasGradient | string => {
    const { top, height } = chart.bbox;
    if (height <= 0) return line;
    const gradient = chart.ctx.createLinearGradient(0, top, 0, top + height);
    gradient.addColorStop(0, `${line}${bars === undefined ? '66' : 'e6'}`);
    gradient.addColorStop(1, `${line}${bars === undefined ? '05' : '80'}`);
    return gradient;
  };
  return {
    width: Math.max(place.clientWidth, 50),
    height: props.height,
    padding: [12, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7, fill: line } },
    scales: {
      x: { time: false, range: (_chart, min, max) => [min - 0.6, max + 0.6] },
      y: { range: (_chart, _min, max) => [0, Math.max(max * 1.08, 1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: 52,
        incrs: [1, 2, 3, 5, 7, 14, 28, 56],
        splits: (chart, _axis, min, max, step) => datesFromTheLast(chart.width, min, max, step),
        values: (_chart, splits) => splits.map((at) => dayAt(props.days, at)),
      },
      {
        ...axis,
        grid,
        size: 46,
        space: 44,
        values: (_chart, splits) => splits.map((value) => compact(value)),
      },
    ],
    series: [
      {},
      {
        stroke: line,
        width: bars === undefined ? 2 : 0,
        fill,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      },
    ],
  };
}

/** Every so many days back from the last, which always has its date; none so far left that it would touch the other axis. */
function datesFromTheLast(width: number, min: number, max: number, step: number): number[] {
  const least = min + ((max - min) * datePixelsMin) / width;
  const dates: number[] = [];
  for (let at = Math.floor(max); at >= Math.max(least, 0); at -= step) dates.unshift(at);
  return dates;
}

function dayAt(days: readonly string[], at: number): string {
  const day = Number.isInteger(at) ? days[at] : undefined;
  return day === undefined ? '' : dayWords(day);
}

/** A day's figures as bars, or as an area where there are many. The value under the pointer stands above it. */
export default function DayChart(props: DayChartProps) {
  const { days, values, unit, label, height } = props;
  const scheme = useComputedColorScheme();
  const place = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const options = optionsFor(element, { days, values, unit, label, height });
    const chart = new uPlot(
      { ...options, hooks: { setCursor: [(one) => showTip(one, tip.current, days, values, unit)] } },
      [days.map((_day, index) => index), [...values]],
      element,
    );
    const resize = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
    // A change of light and dark changes the colours that are read, so the chart is drawn anew.
  }, [days, values, unit, label, height, scheme]);
  return (
    <div className={classes['chart']} style={{ height }}>
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      <div ref={tip} className={classes['tip']} hidden />
    </div>
  );
}

function showTip(
  chart: uPlot,
  tip: HTMLElement | null,
  days: readonly string[],
  values: readonly number[],
  unit: string,
): void {
  const { idx, left } = chart.cursor;
  if (tip === null) return;
  const day = idx == null ? undefined : days[idx];
  tip.hidden = day === undefined || left === undefined || left < 0;
  if (tip.hidden || idx == null || day === undefined) return;
  tip.textContent = `${dayWords(day)} · ${grouped(values[idx] ?? 0)} ${unit}`;
  const edge = chart.over.offsetLeft + (left ?? 0);
  tip.style.left = `${Math.min(Math.max(edge, 70), chart.width - 70)}px`;
}
