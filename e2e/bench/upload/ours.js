// Lodging a bid with a large file, by the shipped page.

import * as bidder from '../../lib/bidder.js'

/** What the large file is called. */
export const LARGE = 'upload.pdf'
const LOT = '二连浩特口岸供水管网改造'
const OFFER = { price: '9100000', days: '120', manager: '苏和', guarantee: 'BH-7', guaranteed: '128000' }
const LONGEST = 180_000

/** Signs in by its name, and as far as the filled-in form. */
export async function fillIn(person, path) {
  await person.signIn(person.name)
  await bidder.makeKey(person)
  await person.go('/lots')
  await person.follow(LOT)
  await person.follow('开始投标')
  await bidder.fillBid(person, OFFER)
  await bidder.choose(person, '投标文件正文', path)
  await person.page.getByText(LARGE).waitFor()
}

/** Seconds from the press of the button to the receipt. */
export async function lodge(person) {
  const receipt = person.page.getByRole('heading', { name: '投标文件递交回执' })
  const start = performance.now()
  await person.press('密封并递交')
  await receipt.waitFor({ timeout: LONGEST })
  return (performance.now() - start) / 1000
}

/** Opens a place for pieces: where they go, without their number, and the cookie that lets them in. */
export async function begin({ page, url }) {
  const [, , lot] = new URL(page.url()).pathname.split('/')
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const answer = await page.request.post(`${url}/api/fn/begin_bid`, { data: { lot }, headers })
  const cookies = await page.context().cookies()
  return {
    address: `${url}/api/bids/${await answer.json()}/parts/document-9/pieces`,
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  }
}
