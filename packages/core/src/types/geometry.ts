import { objectOf, unchecked } from './cast.ts'
import { checked, defineType } from './define-type.ts'
import { canonicalJsonText, frozenJson, parseJson } from './json-text.ts'
import type { Json } from './json-value.ts'
import { kindOf } from './kind-of.ts'
import { compareText } from './text.ts'
import type { Type } from './type.ts'

/** Longitude, latitude and perhaps altitude; or the axes of another reference system, in its order. */
export type Position = readonly [number, number] | readonly [number, number, number]

export interface Point {
  readonly type: 'Point'
  readonly coordinates: Position
}
export interface MultiPoint {
  readonly type: 'MultiPoint'
  readonly coordinates: readonly Position[]
}
export interface LineString {
  readonly type: 'LineString'
  readonly coordinates: readonly Position[]
}
export interface MultiLineString {
  readonly type: 'MultiLineString'
  readonly coordinates: readonly (readonly Position[])[]
}
/** Rings: the outer one first, then holes; the last position of a ring is its first. */
export interface Polygon {
  readonly type: 'Polygon'
  readonly coordinates: readonly (readonly Position[])[]
}
export interface MultiPolygon {
  readonly type: 'MultiPolygon'
  readonly coordinates: readonly (readonly (readonly Position[])[])[]
}
export interface GeometryCollection {
  readonly type: 'GeometryCollection'
  readonly geometries: readonly Geometry[]
}

/** A GeoJSON geometry. */
export type Geometry = Point | MultiPoint | LineString | MultiLineString | Polygon | MultiPolygon | GeometryCollection

type Check = (value: unknown) => string | undefined

const maxDepth = 100

/**
 * Geometry in GeoJSON.
 *
 * Shape: immutable; an accepted value is a frozen copy. Equality is that of types and coordinates in their order; not ordered.
 * Errors: members other than `type` and `coordinates` (`geometries`), such as `bbox`, are refused, since databases drop them;
 * open rings, rings of fewer than four positions and lines of one are refused. Ranges depend on the reference system: unchecked.
 * Source: RFC 7946 §3.1, https://www.rfc-editor.org/rfc/rfc7946
 */
export const geometry: Type<Geometry, 'geometry'> = /* @__PURE__ */ defineType<Geometry, 'geometry'>({
  name: 'geometry',
  isOrdered: false,
  problem: value => geometryProblem(value, 0),
  canonical: value => unchecked<Geometry>(frozenJson(jsonOf(value)), 'a copy of a geometry is one'),
  equals: (a, b) => a === b || geometryText(a) === geometryText(b),
  compare: (a, b) => compareText(geometryText(a), geometryText(b)),
  toText: geometryText,
  fromText: text => fromJson(parseJson(text)),
  toJson: jsonOf,
  fromJson,
})

function geometryText(value: Geometry): string {
  return canonicalJsonText(jsonOf(value))
}

function jsonOf(value: Geometry): Json {
  return unchecked<Json>(value, 'GeoJSON is JSON; interfaces merely have no index signature')
}

function fromJson(value: unknown): Geometry {
  return checked(geometry, unchecked<Geometry>(value, 'checked in the same breath'))
}

function geometryProblem(value: unknown, depth: number): string | undefined {
  const object = objectOf(value)
  const kind = object?.type
  const check = typeof kind === 'string' ? checks.get(kind) : undefined
  if (object === undefined || (check === undefined && kind !== 'GeometryCollection')) {
    return `must be a GeoJSON geometry such as { type: 'Point', coordinates: [x, y] }, got ${kindOf(value)}`
  }
  const member = check === undefined ? 'geometries' : 'coordinates'
  if (Object.keys(object).some(key => key !== 'type' && key !== member)) {
    return `must have no members but type and ${member}; leave out bbox and the like`
  }
  if (depth > maxDepth) return `must not be nested deeper than ${maxDepth} levels`
  return (check ?? every(part => geometryProblem(part, depth + 1)))(object[member])
}

const position: Check = value =>
  Array.isArray(value) && (value.length === 2 || value.length === 3) && value.every(Number.isFinite)
    ? undefined
    : 'must have positions of two or three finite numbers'

const every =
  (check: Check): Check =>
  value => {
    if (!Array.isArray(value)) return `must have an array where it has ${kindOf(value)}`
    for (const part of value) {
      const problem = check(part)
      if (problem !== undefined) return problem
    }
    return undefined
  }

const line: Check = value =>
  every(position)(value) ?? (lengthOf(value) === 1 ? 'must have at least two positions in a line' : undefined)

const ring: Check = value => {
  const problem = every(position)(value)
  if (problem !== undefined) return problem
  const isClosed = Array.isArray(value) && String(value[0]) === String(value.at(-1))
  return lengthOf(value) >= 4 && isClosed
    ? undefined
    : 'must have rings of four or more positions, the last being the first'
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

const checks: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map([
  ['Point', position],
  ['MultiPoint', /* @__PURE__ */ every(position)],
  ['LineString', line],
  ['MultiLineString', /* @__PURE__ */ every(line)],
  ['Polygon', /* @__PURE__ */ every(ring)],
  ['MultiPolygon', /* @__PURE__ */ every(/* @__PURE__ */ every(ring))],
])
