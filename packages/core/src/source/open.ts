import { unchecked } from '../types/cast.ts'
import type { Backend } from './backend.ts'
import { BoundSource, type OpenSettings } from './bound-source.ts'
import { RootSource } from './root-source.ts'
import type { Source } from './source.ts'

/**
 * Makes the source that an adapter exports from the backend that it implements. No I/O happens here.
 *
 * Shape: `Face` is the adapter's public interface: abilities as literal types, `~holds`, `~binds`, template tag, `begin`.
 */
export function openSource<Face extends Source>(backend: Backend, settings: OpenSettings = {}): Face {
  return unchecked<Face>(new RootSource(backend, settings), 'Face narrows what the backend declares as data')
}

/**
 * The same source around another backend: for what records what is sent, delays it or breaks it.
 *
 * Shape: its database is that of the backend that `around` gives; statements are told of, compiled and counted apart from those of the
 * source itself.
 */
export function openAround<Face extends Source>(source: Face, around: (backend: Backend) => Backend): Face {
  const { backend, settings } = boundSource(source).making
  return openSource<Face>(around(backend), settings)
}

/** The run-time side of a source. Errors: `invalid` for an object that no adapter made. */
export function boundSource(source: unknown): BoundSource {
  if (source instanceof BoundSource) return source
  throw new TypeError('a table needs a source made by an adapter, such as sqlite({ file })')
}
