import { type CSSProperties, type PointerEvent, useState } from 'react';
import classes from './CurveChart.module.css';
import type { Tone } from './Mark.tsx';
import { markerLanes } from './marker-lanes.ts';
import { at, type Point } from './read-curve.ts';

export type Curve = { name: string; tone: Tone; points: readonly Point[]; dashed?: boolean };
export type Band = { name: string; tone: Tone; low: readonly Point[]; high: readonly Point[] };
/** A place on the x axis; without a name it is where a control beside the chart stands. */
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
 * nothing has to be measured; what runs out of the axes is cut off.
 */
export function CurveChart({ label, x, y, curves, bands = [], dots = [], markers = [] }: CurveChartProps) {
  const [over, setOver] = useState<number | null>(null);
  const place = { x: across(x), y: (value: number) => 1 - across(y)(value) };
  const follow = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>) => {
    const box = currentTarget.getBoundingClientRect();
    setOver(x.low + inside((clientX - box.left) / box.width) * (x.high - x.low));
  };
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
          onPointerMove={follow}
          onPointerDown={follow}
          onPointerLeave={() => setOver(null)}
        >
          <Drawn curves={curves} bands={bands} place={place} />
          {markers.map(({ x: value, name }) => (
            <path
              key={`${name} ${value}`}
              className={classes.marker}
              data-chosen={name === '' || undefined}
              d={`M${place.x(value)} 0V1`}
            />
          ))}
          {over === null ? null : <path className={classes.marker} d={`M${place.x(over)} 0V1`} />}
        </svg>
        {dots.map((dot) => (
          <i
            key={`${dot.x} ${dot.tone}`}
            className={classes.dot}
            data-tone={dot.tone}
            style={{
              left: `${place.x(dot.x) * 100}%`,
              top: `${inside(place.y(dot.y)) * 100}%`,
              width: `${0.35 + 0.75 * Math.sqrt(dot.weight)}rem`,
            }}
          />
        ))}
        <Names markers={markers.filter(({ name }) => name !== '')} place={place} />
        {over === null ? null : (
          <Reading x={x} y={y} over={over} curves={curves} bands={bands} share={place.x(over)} />
        )}
      </div>
      <div className={classes.feet} aria-hidden="true">
        {x.ticks.map((tick) => (
          <span
            key={tick}
            data-edge={edgeOf(place.x(tick), x.words(tick))}
            style={{ left: `${place.x(tick) * 100}%` }}
          >
            {x.words(tick)}
          </span>
        ))}
      </div>
      <p className={classes.foot}>{x.name}</p>
    </div>
  );
}

type Place = { x: (value: number) => number; y: (value: number) => number };

function Drawn({ curves, bands, place }: { curves: readonly Curve[]; bands: readonly Band[]; place: Place }) {
  return (
    <>
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
    </>
  );
}

/** About the width of a marker's name, as a share of the plot on a small window. */
const nameShare = 0.3;

function Names({ markers, place }: { markers: readonly Marker[]; place: Place }) {
  const lanes = markerLanes(
    markers.map((marker) => place.x(marker.x)),
    nameShare,
  );
  return markers.map((marker, index) => (
    <span
      key={`${marker.name} ${marker.x}`}
      className={classes.name}
      style={{ ...beside(place.x(marker.x)), top: `${0.2 + (lanes[index] ?? 0) * 1.2}rem` }}
    >
      {marker.name}
    </span>
  ));
}

/** A value's place along an axis: 0 to 1 where it lies inside. */
function across({ low, high }: Axis): (value: number) => number {
  return (value) => (value - low) / (high - low || 1);
}

/** A long word at an end of the axis stands inside of it. */
function edgeOf(share: number, words: string): 'start' | 'end' | undefined {
  if (words.length <= 5) return undefined;
  return share < 0.05 ? 'start' : share > 0.95 ? 'end' : undefined;
}

function inside(share: number): number {
  return Math.max(0, Math.min(1, share));
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

type ReadingProps = {
  x: Axis;
  y: Axis;
  over: number;
  curves: readonly Curve[];
  bands: readonly Band[];
  share: number;
};

/** What the curves say where the pointer is; the same numbers stand in the table. */
function Reading({ x, y, over, curves, bands, share }: ReadingProps) {
  const lines = [
    ...curves.map(({ name, tone, points }) => ({ name, tone, words: read(points, over, y) })),
    ...bands.map(({ name, tone, low, high }) => {
      const [from, to] = [read(low, over, y), read(high, over, y)];
      return { name, tone, words: from === null || to === null ? null : `${from} to ${to}` };
    }),
  ];
  return (
    <div className={classes.reading} style={beside(share)} aria-hidden="true">
      <strong>
        {x.name} {x.words(over)}
      </strong>
      {lines.map(({ name, tone, words }) =>
        words === null ? null : (
          <span key={name} className={classes.line}>
            <i className={classes.swatch} data-tone={tone} />
            {name}
            <b>{words}</b>
          </span>
        ),
      )}
    </div>
  );
}

function read(points: readonly Point[], over: number, { words }: Axis): string | null {
  const value = at(points, over);
  return value === null ? null : words(value);
}
