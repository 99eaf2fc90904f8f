// The sealed files as they lie on the server's disk, for journeys in which a disk goes bad.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Flips one bit in the header of this part of a bid: in its first piece, as a bad disk would. */
export function rot({ data }, bid, part) {
  const folder = join(data, 'sealed', bid, part)
  const first = readdirSync(folder).find((name) => name.startsWith('0-'))
  const bytes = readFileSync(join(folder, first))
  bytes[0] ^= 1
  writeFileSync(join(folder, first), bytes)
}
