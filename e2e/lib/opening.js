// An opening with three demo companies, as far as its decrypt stage: where journeys begin that tell of what follows.

import * as bidder from './bidder.js'
import * as host from './host.js'

const SECONDS_TO_BID = 30
const COMPANIES = [
  { name: '草原', login: 'caoyuan', price: '2650000', days: '100', manager: '巴特尔', guarantee: 'BH-2026-401' },
  { name: '兴安', login: 'xingan', price: '2599999.9', days: '88', manager: '乌云其木格', guarantee: 'BH-2026-402' },
  { name: '达来', login: 'dalai', price: '2612345', days: '92', manager: '苏和', guarantee: 'BH-2026-403' },
]

/**
 * Everybody at a browser of its own: three bidders with their keys, by name and as `bidders`; the `host`; a `visitor`.
 * Those named in `lines` are on a line that can be cut.
 */
export async function arrive(at, { lines = [] } = {}) {
  const all = { host: await at.person('招标人'), visitor: await at.person('旁听人'), bidders: [] }
  for (const { name } of COMPANIES) {
    all[name] = await at.person(name, { line: lines.includes(name) })
    all.bidders.push(all[name])
  }
  const makeKey = async ({ name, login }) => {
    await all[name].signIn(login)
    all[name].keyFile = await bidder.makeKey(all[name])
  }
  await Promise.all([all.host.signIn('tenderer'), ...COMPANIES.map(makeKey)])
  return all
}

/** Announces `lot`, and remembers its id as `all.lot` and its `deadline`. */
export async function announce(all, lot) {
  await all.host.go('/lots/new')
  all.lot = await host.announce(all.host, { seconds: SECONDS_TO_BID, ...lot })
  all.deadline = Date.now() + SECONDS_TO_BID * 1000
}

/** Fills in the bid page of this bidder. */
export async function fillBid(all, person) {
  await person.go(`/lots/${all.lot}`)
  await person.follow('开始投标')
  await bidder.fillBid(person, COMPANIES.find(({ name }) => name === person.name))
}

/** These bid, and remember the number of their bid. */
export function bid(all, bidders = all.bidders) {
  const lodge = async (person) => {
    await fillBid(all, person)
    await bidder.lodge(person)
    person.bid = (await person.page.getByText(/^编号 /).innerText()).split(' ').pop()
  }
  return Promise.all(bidders.map(lodge))
}

/** Into the room; the host to its console. */
export async function enter(all) {
  for (const person of [...all.bidders, all.visitor]) await bidder.enterRoom(person, all.lot)
  await all.host.go(`/lots/${all.lot}/console`)
  await bidder.live(all.host)
}

/** All of the above. */
export async function gather(at, lot, options) {
  const all = await arrive(at, options)
  await announce(all, lot)
  await bid(all)
  await enter(all)
  return all
}

/** The deadline has come, and this person is told so. */
export function begins({ deadline }, { page }, heading = '请签到') {
  const patience = Math.max(0, deadline - Date.now()) + 10_000
  return page.getByRole('heading', { name: heading, exact: true }).first().waitFor({ timeout: patience })
}

/** From the deadline to the decrypt stage, with everybody signed in. */
export async function startDecrypt(all) {
  await begins(all, all.bidders[0])
  for (const person of all.bidders) await bidder.signInToOpening(person)
  await host.lead(all.host, '公布投标人')
  await host.lead(all.host, '下达解密指令')
  for (const { page } of all.bidders) await page.getByRole('button', { name: '解密', exact: true }).waitFor()
}

/** When the page says that the window ends. */
export function until({ page }) {
  return page.getByRole('timer').locator('time').getAttribute('datetime')
}
