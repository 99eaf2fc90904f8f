// Two lots of one tender are opened together: the host leads both from one console, and bidders find from one room to the
// other where they are awaited.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('together')
const PROJECT = 'ZB-2026-018'
const EAST = { title: '锡林湖东岸步道', code: 'XM-2026-091' }
const WEST = { title: '锡林湖西岸步道', code: 'XM-2026-092' }
const SECONDS_TO_BID = 90
const REASON = '会议室停电，稍候继续'

test('two lots of one tender are opened together from one console', (t) => at.journey(() => together(steps(t))))

async function together(step) {
  let all
  await step('three companies bid on two lots with one deadline', async () => {
    all = await lodge()
  })
  await step('a bidder signs in to one, and is led to the other', () => signIn(all))
  await step('the host takes the next step in both with one press', () => start(all))
  await step('a pause of all lots is told in each, and where it can not be done, why', () => pause(all))
  await step('bidders decrypt in one room and then in the other', () => decrypt(all))
  await step('both are read out, confirmed and closed', () => close(all))
  await step('each lot has its own record', () => record(all))
}

async function lodge() {
  const all = await opening.arrive(at)
  const deadline = Date.now() + SECONDS_TO_BID * 1000
  const lodgeIn = async (lot) => {
    await opening.announce(all, { ...lot, deadline, project: PROJECT })
    await opening.bid(all)
    return all.lot
  }
  all.west = await lodgeIn(WEST)
  all.east = await lodgeIn(EAST)
  all.deadline = deadline
  await opening.enter(all)
  await bidder.enterRoom(all.visitor, all.west)
  return all
}

async function signIn(all) {
  await opening.begins(all, all.bidders[0])
  for (const person of all.bidders) {
    await bidder.signInToOpening(person)
    await waits(person, WEST, '有待办')
    await cross(person, WEST)
    await bidder.signInToOpening(person)
  }
  await waits(all.草原, EAST, '已投标')
  await look(all.草原.page, 'together-bidder')
}

async function start(all) {
  await leadAll(all.host, '公布投标人')
  await leadAll(all.host, '下达解密指令')
  for (const { page } of all.bidders) await page.getByRole('button', { name: '解密', exact: true }).waitFor()
  await waits(all.host, EAST, '3 家未解密')
  await waits(all.host, WEST, '3 家未解密')
}

async function pause({ host: console, visitor, 草原 }) {
  await pauseAll(console)
  for (const person of [visitor, 草原, console]) await person.sees('已暂停，剩余时间')
  await visitor.sees(`主持人暂停开标，原因：${REASON}`)
  await waits(console, WEST, /已暂停/)
  await console.press('恢复开标')
  await console.page.getByRole('timer').waitFor()
  assert.equal(await visitor.page.getByRole('timer').count(), 0, 'the other lot goes on unasked')
  await pauseAll(console)
  await waits(console, WEST, '此操作已经完成，无需重复。')
  await look(console.page, 'together-console')
  await console.press('各标段一并恢复')
  for (const { page } of [console, visitor, 草原]) await page.getByRole('timer').waitFor()
}

async function decrypt({ bidders }) {
  for (const person of bidders) {
    await bidder.decrypt(person)
    await cross(person, EAST)
    await bidder.decrypt(person)
  }
}

async function close({ host: console, bidders, visitor }) {
  await leadAll(console, '唱标')
  await leadAll(console, '进入异议与确认')
  for (const person of bidders) {
    await bidder.confirm(person)
    await cross(person, WEST)
    await bidder.confirm(person)
  }
  await leadAll(console, '结束开标')
  for (const { page } of [...bidders, visitor, console]) await page.getByRole('heading', { name: '开标结束' }).first().waitFor()
}

async function record({ visitor, west, east }) {
  for (const [lot, { title }] of [[west, WEST], [east, EAST]]) {
    await visitor.go(`/lots/${lot}/record`)
    await visitor.sees(title)
    const pauses = await visitor.page.getByText(`主持人暂停开标，原因：${REASON}`).count()
    assert.equal(pauses, lot === west ? 1 : 2, `pauses of ${title}`)
  }
}

/** The strip of lots says so in this lot's row. */
function waits({ page }, { code }, words) {
  const strip = page.getByRole('region', { name: '同场开标的标段' })
  return strip.getByRole('row').filter({ hasText: code }).getByText(words).first().waitFor()
}

/** By the strip, from one room into the other. */
async function cross(person, { code, title }) {
  await person.follow(`${code} ${title}`)
  await person.page.getByRole('main').getByRole('link', { name: title, exact: true }).waitFor()
  await bidder.live(person)
}

async function leadAll(console, step) {
  await console.press(`各标段一并${step}`)
  await console.press(`确定一并${step}`)
}

async function pauseAll(console) {
  await console.page.getByLabel('原因', { exact: true }).fill(REASON)
  await console.press('各标段一并暂停')
}
