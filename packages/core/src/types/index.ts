export { arrayOf } from './array-of.ts'
export { bigint } from './bigint.ts'
export { bool } from './bool.ts'
export { bytes, bytesFromBase64, bytesToBase64 } from './bytes.ts'
export { keysOf, objectOf, unchecked } from './cast.ts'
export { Decimal, type DecimalInput, type Rounding } from './decimal.ts'
export { decimalSortKey } from './decimal-sort-key.ts'
export { decimal, type DecimalType } from './decimal-type.ts'
export { checked, defineType, type TypeParts } from './define-type.ts'
export { duration, durationFromMicroseconds, durationToMicroseconds } from './duration.ts'
export { enumOf } from './enum-of.ts'
export { float } from './float.ts'
export {
  type Geometry,
  type GeometryCollection,
  geometry,
  type LineString,
  type MultiLineString,
  type MultiPoint,
  type MultiPolygon,
  type Point,
  type Polygon,
  type Position,
} from './geometry.ts'
export { instant, instantMs, instantNs, instantToSortableText } from './instant.ts'
export { int } from './int.ts'
export { json } from './json.ts'
export { canonicalJsonText } from './json-text.ts'
export type { Json, JsonObject } from './json-value.ts'
export { kindOf } from './kind-of.ts'
export { period } from './period.ts'
export { plainDate } from './plain-date.ts'
export { plainDateTime } from './plain-date-time.ts'
export { plainTime } from './plain-time.ts'
export type {
  InputOf,
  OutputOf,
  StandardFailure,
  StandardIssue,
  StandardOptions,
  StandardPathSegment,
  StandardProps,
  StandardResult,
  StandardSchema,
  StandardSuccess,
  StandardTypes,
} from './standard-schema.ts'
export { type Storage, type StorageTable, storageOf } from './storage.ts'
export {
  asItIs,
  asText,
  bigintAsInt64,
  boolAsInteger,
  bytesAsBase64,
  bytesAsBytes,
  durationAsMicroseconds,
  instantAsText,
  intAsInteger,
  jsonAsText,
  plainDateAsText,
  plainDateTimeAsText,
  plainTimeAsText,
  textStorages,
  uuidAsText,
} from './storages.ts'
export { Temporal, temporal, type TemporalNamespace, temporalValue } from './temporal.ts'
export { compareText, text } from './text.ts'
export { accept, type Arithmetic, type InstantUnits, type Type, type TypeOf, TypeProblem } from './type.ts'
export { typeOfValue } from './type-of-value.ts'
export { type Uuid, uuid } from './uuid.ts'
