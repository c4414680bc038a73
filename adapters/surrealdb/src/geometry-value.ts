import type { Geometry as GeoJson } from '@vantage-ts/core'
import { TypeProblem, unchecked } from '@vantage-ts/core/adapter'
import { Geometry } from 'surrealdb'

/**
 * A geometry as the engine holds it.
 *
 * Errors: `TypeProblem` for altitudes, polygons without rings and coordinates beyond ±2^53, which the engine has no room for.
 */
export function geometryOf(value: GeoJson): Geometry {
  check(value)
  return Geometry.fromJSON(
    unchecked<Parameters<typeof Geometry.fromJSON>[0]>(value, 'the driver types tuples as arrays'),
  )
}

function check(value: GeoJson): void {
  if (value.type === 'GeometryCollection') {
    for (const part of value.geometries) check(part)
    return
  }
  if (value.type === 'Polygon') needRings(value.coordinates)
  if (value.type === 'MultiPolygon') for (const polygon of value.coordinates) needRings(polygon)
  checkPositions(value.coordinates)
}

function needRings(polygon: readonly unknown[]): void {
  if (polygon.length === 0) throw new TypeProblem('must have at least one ring in every polygon for SurrealDB')
}

function checkPositions(part: unknown): void {
  if (!Array.isArray(part)) return
  if (typeof part[0] !== 'number') {
    for (const inner of part) checkPositions(inner)
    return
  }
  if (part.length !== 2) throw new TypeProblem('must have positions of two numbers; SurrealDB holds no altitude')
  for (const number of part)
    if (Number.isInteger(number) && !Number.isSafeInteger(number))
      throw new TypeProblem('must have coordinates within ±(2^53 − 1)')
}
