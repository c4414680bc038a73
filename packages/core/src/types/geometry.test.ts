import { expect, test } from 'vitest'
import { geometry } from './geometry.ts'
import { accept } from './type.ts'

const ring = [
  [0, 0],
  [0, 1],
  [1, 1],
  [0, 0],
]
const right: readonly unknown[] = [
  { type: 'Point', coordinates: [1, 2] },
  { type: 'Point', coordinates: [1, 2, 3.5] },
  { type: 'MultiPoint', coordinates: [] },
  { type: 'MultiPoint', coordinates: [[1, 2]] },
  {
    type: 'LineString',
    coordinates: [
      [1, 2],
      [3, 4],
    ],
  },
  { type: 'LineString', coordinates: [] },
  {
    type: 'MultiLineString',
    coordinates: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  },
  { type: 'Polygon', coordinates: [ring, ring] },
  { type: 'MultiPolygon', coordinates: [[ring], [ring]] },
  {
    type: 'GeometryCollection',
    geometries: [
      { type: 'Point', coordinates: [1, 2] },
      { type: 'GeometryCollection', geometries: [] },
    ],
  },
]

test.each(right)('carries %j', value => {
  expect(geometry.problem(value)).toBeUndefined()
  expect(geometry.fromText(JSON.stringify(value))).toEqual(value)
  expect(geometry.fromJson(value)).toEqual(value)
})

test.each([
  [null, /GeoJSON geometry such as/],
  ['POINT(1 2)', /got a string/],
  [[1, 2], /got an Array/],
  [{ type: 'point', coordinates: [1, 2] }, /GeoJSON geometry such as/],
  [{ type: 'constructor', coordinates: [] }, /GeoJSON geometry such as/],
  [{ type: 'Feature', geometry: right[0], properties: {} }, /GeoJSON geometry such as/],
  [{ type: 'Point' }, /positions of two or three/],
  [{ type: 'Point', coordinates: [] }, /positions of two or three/],
  [{ type: 'Point', coordinates: [1] }, /positions of two or three/],
  [{ type: 'Point', coordinates: [1, 2, 3, 4] }, /positions of two or three/],
  [{ type: 'Point', coordinates: [1, '2'] }, /positions of two or three/],
  [{ type: 'Point', coordinates: [1, Number.NaN] }, /finite/],
  [{ type: 'Point', coordinates: [1, 2], bbox: [1, 2, 1, 2] }, /leave out bbox/],
  [{ type: 'Point', geometries: [] }, /no members but type and coordinates/],
  [{ type: 'LineString', coordinates: [[1, 2]] }, /at least two positions/],
  [{ type: 'LineString', coordinates: [1, 2] }, /positions/],
  [{ type: 'MultiPoint', coordinates: { length: 0 } }, /an array where it has an Object/],
  [{ type: 'Polygon', coordinates: [ring.slice(0, 3)] }, /four or more/],
  [{ type: 'Polygon', coordinates: [[...ring, [2, 2]]] }, /the last being the first/],
  [{ type: 'Polygon', coordinates: ring }, /positions/],
  [{ type: 'MultiPolygon', coordinates: [ring] }, /positions/],
  [{ type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1] }] }, /positions of two or three/],
  [{ type: 'GeometryCollection', coordinates: [] }, /no members but type and geometries/],
])('refuses %j', (wrong, message) => {
  expect(geometry.problem(wrong)).toMatch(message)
})

test('deep collections and circles end', () => {
  const circle: Record<string, unknown> = { type: 'GeometryCollection' }
  circle.geometries = [circle, circle]
  expect(geometry.problem(circle)).toBe('must not be nested deeper than 100 levels')
})

test('equals by type and coordinates; an accepted value is frozen and has no −0', () => {
  expect(geometry.equals({ type: 'Point', coordinates: [1, 2] }, { coordinates: [1, 2], type: 'Point' })).toBe(true)
  expect(geometry.equals({ type: 'Point', coordinates: [1, 2] }, { type: 'Point', coordinates: [2, 1] })).toBe(false)
  const held = accept(geometry, { type: 'Point', coordinates: [-0, 1] }, 'Place.at')
  expect(held).toStrictEqual({ type: 'Point', coordinates: [0, 1] })
  expect(Object.isFrozen(held)).toBe(true)
  expect(geometry.isOrdered).toBe(false)
})
