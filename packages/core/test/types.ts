// All types under one name, for tests that go through them.

export { arrayOf } from '../src/types/array-of.ts'
export { bigint } from '../src/types/bigint.ts'
export { bool } from '../src/types/bool.ts'
export { bytes, bytesFromBase64, bytesToBase64 } from '../src/types/bytes.ts'
export { keysOf, objectOf, unchecked } from '../src/types/cast.ts'
export { Decimal, type DecimalInput, type Rounding } from '../src/types/decimal.ts'
export { decimalSortKey } from '../src/types/decimal-sort-key.ts'
export { decimal, type DecimalType } from '../src/types/decimal-type.ts'
export { checked, defineType, type TypeParts } from '../src/types/define-type.ts'
export { duration, durationFromMicroseconds, durationToMicroseconds } from '../src/types/duration.ts'
export { enumOf } from '../src/types/enum-of.ts'
export { float } from '../src/types/float.ts'
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
} from '../src/types/geometry.ts'
export { instant, instantMs, instantNs, instantToSortableText } from '../src/types/instant.ts'
export { int } from '../src/types/int.ts'
export { json } from '../src/types/json.ts'
export { canonicalJsonText } from '../src/types/json-text.ts'
export type { Json, JsonObject } from '../src/types/json-value.ts'
export { kindOf } from '../src/types/kind-of.ts'
export { period } from '../src/types/period.ts'
export { plainDate } from '../src/types/plain-date.ts'
export { plainDateTime } from '../src/types/plain-date-time.ts'
export { plainTime } from '../src/types/plain-time.ts'
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
} from '../src/types/standard-schema.ts'
export { type Storage, type StorageTable, storageOf } from '../src/types/storage.ts'
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
} from '../src/types/storages.ts'
export { Temporal, temporal, type TemporalNamespace, temporalValue } from '../src/types/temporal.ts'
export { compareText, text } from '../src/types/text.ts'
export { accept, type Arithmetic, type InstantUnits, type Type, type TypeOf, TypeProblem } from '../src/types/type.ts'
export { typeOfValue } from '../src/types/type-of-value.ts'
export { type Uuid, uuid } from '../src/types/uuid.ts'
