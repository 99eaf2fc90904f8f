// What a field says of itself to those who cannot see where its message stands.

import assert from 'node:assert/strict'

/** Waits until the field is marked invalid and its description, by aria-describedby, holds `words`. */
export async function complains(field, words) {
  const said = await poll(() => description(field), (said) => said.invalid && said.text.includes(words))
  assert.ok(said.invalid, `${words}: the field is not marked invalid`)
  assert.ok(said.text.includes(words), `expected “${words}”, the field says “${said.text}”`)
}

/** Waits until the field is content. */
export async function content(field) {
  const said = await poll(() => description(field), (said) => !said.invalid)
  assert.ok(!said.invalid, `the field still says “${said.text}”`)
}

function description(field) {
  return field.evaluate((element) => {
    const ids = (element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)
    const text = ids.map((id) => document.getElementById(id)?.innerText ?? '').join(' ')
    return { invalid: element.getAttribute('aria-invalid') === 'true', text }
  })
}

/** Looks again and again until it is enough, or ten seconds are over; answers with what was seen last. */
export async function poll(look, enough, patience = 10_000) {
  let seen = await look()
  for (const end = Date.now() + patience; Date.now() < end && !enough(seen); seen = await look()) {
    await new Promise((go) => setTimeout(go, 50))
  }
  return seen
}
