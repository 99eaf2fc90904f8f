// The letters that a server wrote into its folder.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { poll } from './field.js'

/** The words of every letter to this address, oldest first. */
function letters({ data }, to) {
  const folder = join(data, 'letters')
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort()
  const all = files.map((name) => readFileSync(join(folder, name), 'utf8').split('\r\n\r\n'))
  return all.filter(([heads]) => heads.includes(`To: ${to}`)).map(([, body]) => Buffer.from(body, 'base64').toString())
}

/** Waits for a letter with these words. */
export async function letter(server, to, words) {
  const found = await poll(() => letters(server, to).find((one) => one.includes(words)), Boolean, 15_000)
  if (!found) throw new Error(`no letter to ${to} with ${words}`)
  return found
}
