// Where things lie, and small files to hand in.

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Which journey this process goes: several go at once, with people of the same names. */
export const JOURNEY = basename(process.argv[1], '.test.js')

/** A path that is relative to lib/. */
export const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url))

/** The path of a file in results/, whose folder is there. */
export function result(name) {
  const path = fromHere(`../results/${name}`)
  mkdirSync(dirname(path), { recursive: true })
  return path
}

/** Writes `content` to results/files/JOURNEY/`name` and answers with the path. */
export function file(name, content) {
  const path = result(`files/${JOURNEY}/${name}`)
  writeFileSync(path, content)
  return path
}

/** A valid PDF of one page with one line of ASCII (ISO 32000-1, 7.5); `trailer` goes into the trailer. */
export function pdf(line, trailer = '') {
  const text = `BT /F1 20 Tf 72 760 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  let table = '0000000000 65535 f \n'
  objects.forEach((object, n) => {
    table += `${String(body.length).padStart(10, '0')} 00000 n \n`
    body += `${n + 1} 0 obj\n${object}\nendobj\n`
  })
  const size = objects.length + 1
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(`${body}xref\n0 ${size}\n${table}${end}`, 'latin1')
}

/** The same followed by comment, so that `size` bytes are written for it to the disk; answers with the path. */
export function largePdf(name, size) {
  const small = pdf('large')
  const table = small.indexOf('\nxref') + 1
  const end = Buffer.from(`\nstartxref\n${table}\n%%EOF\n`, 'latin1')
  const comment = Buffer.alloc(1 << 20, `%${'0123456789abcde'.repeat(4)}\n`)
  const path = file(name, small)
  const out = openSync(path, 'a')
  for (let left = size - small.length - end.length; left > 0; left -= comment.length) {
    writeSync(out, comment, 0, Math.min(left, comment.length))
  }
  writeSync(out, end)
  closeSync(out)
  return path
}

/** What a PDF with a password looks like from outside. */
export const encryptedPdf = (line) => pdf(line, '/Encrypt 9 0 R ')
