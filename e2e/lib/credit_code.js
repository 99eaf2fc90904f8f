// Unified social credit codes (GB 32100-2015) with both check characters right: the organisation code inside
// (GB 11714-1997) and the last character.

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The code of the enterprise (91) of division 152500 whose organisation code begins with these eight characters. */
export function creditCode(organisation) {
  const first = `91152500${organisation}${inner(organisation)}`
  return first + outer(first)
}

function inner(eight) {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...eight].reduce((sum, c, n) => sum + parseInt(c, 36) * weights[n], 0)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}

function outer(seventeen) {
  let [sum, weight] = [0, 1]
  for (const c of seventeen) {
    sum += CHARACTERS.indexOf(c) * weight
    weight = (weight * 3) % 31
  }
  return CHARACTERS[(31 - (sum % 31)) % 31]
}
