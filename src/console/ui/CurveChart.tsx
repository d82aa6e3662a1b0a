import { type CSSProperties, useState } from 'react';
import classes from './CurveChart.module.css';
import type { Tone } from './Mark.tsx';
import { at, type Point } from './read-curve.ts';

export type Curve = { name: string; tone: Tone; points: readonly Point[]; dashed?: boolean };
export type Band = { name: string; tone: Tone; low: readonly Point[]; high: readonly Point[] };
export type Marker = { x: number; name: string };
export type Axis = {
  name: string;
  low: number;
  high: number;
  ticks: readonly number[];
  words: (value: number) => string;
};

export type CurveChartProps = {
  /** What the chart shows in one sentence; a table with the numbers stands beside it. */
  label: string;
  x: Axis;
  y: Axis;
  curves: readonly Curve[];
  bands?: readonly Band[];
  dots?: readonly (Point & { tone: Tone; weight: number })[];
  markers?: readonly Marker[];
};

/**
 * Curves over a number, with bands around them. Drawn in a box of one by one and stretched by the browser, so that
 * nothing has to be measured.
 */
export function CurveChart({ label, x, y, curves, bands = [], dots = [], markers = [] }: CurveChartProps) {
  const [over, setOver] = useState<number | null>(null);
  const place = { x: across(x), y: (value: number) => 1 - across(y)(value) };
  return (
    <div className={classes.chart}>
      <p className={classes.axis}>{y.name}</p>
      <div className={classes.plot}>
        {y.ticks.map((tick) => (
          <div key={tick} className={classes.grid} style={{ top: `${place.y(tick) * 100}%` }}>
            <span>{y.words(tick)}</span>
          </div>
        ))}
        <svg
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const share = (event.clientX - box.left) / box.width;
            setOver(x.low + Math.max(0, Math.min(1, share)) * (x.high - x.low));
          }}
          onPointerLeave={() => setOver(null)}
        >
          {bands.map((band) => (
            <path key={band.name} className={classes.band} data-tone={band.tone} d={bandPath(band, place)} />
          ))}
          {curves.map((curve) => (
            <path
              key={curve.name}
              className={classes.curve}
              data-tone={curve.tone}
              data-dashed={curve.dashed || undefined}
              d={linePath(curve.points, place)}
            />
          ))}
          {[...markers.map((marker) => marker.x), ...(over === null ? [] : [over])].map((value) => (
            <path key={value} className={classes.marker} d={`M${place.x(value)} 0V1`} />
          ))}
        </svg>
        {dots.map((dot) => (
          <i
            key={`${dot.x} ${dot.tone}`}
            className={classes.dot}
            data-tone={dot.tone}
            style={{
              left: `${place.x(dot.x) * 100}%`,
              top: `${place.y(dot.y) * 100}%`,
              width: `${0.35 + 0.75 * Math.sqrt(dot.weight)}rem`,
            }}
          />
        ))}
        {markers.map((marker) => (
          <span key={marker.name} className={classes.name} style={beside(place.x(marker.x))}>
            {marker.name}
          </span>
        ))}
        {over === null ? null : <Reading x={x} y={y} over={over} curves={curves} share={place.x(over)} />}
      </div>
      <div className={classes.feet} aria-hidden="true">
        {x.ticks.map((tick) => (
          <span key={tick} style={{ left: `${place.x(tick) * 100}%` }}>
            {x.words(tick)}
          </span>
        ))}
      </div>
      <p className={classes.foot}>{x.name}</p>
    </div>
  );
}

type Place = { x: (value: number) => number; y: (value: number) => number };

/** A value's place along an axis, 0 to 1; what lies outside is drawn at the edge. */
function across({ low, high }: Axis): (value: number) => number {
  return (value) => Math.max(0, Math.min(1, (value - low) / (high - low || 1)));
}

function linePath(points: readonly Point[], place: Place): string {
  return points.map((one, index) => `${index ? 'L' : 'M'}${place.x(one.x)} ${place.y(one.y)}`).join('');
}

function bandPath({ low, high }: Band, place: Place): string {
  return low.length === 0 ? '' : `${linePath([...high, ...low.toReversed()], place)}Z`;
}

function beside(share: number): CSSProperties {
  return share > 0.5
    ? { right: `calc(${(1 - share) * 100}% + 0.3rem)`, textAlign: 'end' }
    : { left: `calc(${share * 100}% + 0.3rem)` };
}

type ReadingProps = { x: Axis; y: Axis; over: number; curves: readonly Curve[]; share: number };

function Reading({ x, y, over, curves, share }: ReadingProps) {
  return (
    <div className={classes.reading} style={beside(share)} aria-hidden="true">
      <strong>
        {x.name} {x.words(over)}
      </strong>
      {curves.map((curve) => {
        const value = at(curve.points, over);
        return value === null ? null : (
          <span key={curve.name} className={classes.line}>
            <i className={classes.swatch} data-tone={curve.tone} />
            {curve.name}
            <b>{y.words(value)}</b>
          </span>
        );
      })}
    </div>
  );
}
