// When things break in the decrypt stage: a bidder in trouble calls for help; the server is killed, and when it is back
// everybody is told, nobody has lost time, and the opening goes on. And whoever loads its page again, at whatever stage,
// stands where it stood.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('away')
const AWAY = 8_000
const TROUBLE = '点解密后页面没有反应'

test('a server that was away gives back the time, and nobody loses its place', (t) => at.journey(() => away(steps(t))))

async function away(step) {
  const all = {}
  await step('three companies bid', () => bid(all))
  await step('each signs in, and is still signed in when it comes again', () => signIn(all))
  await step('who has decrypted and who has not stand where they stood', () => decrypting(all))
  await step('a call for help reaches host and supervisor at once, and nobody else', () => callForHelp(all))
  await step('the server is killed, and everybody is told by how much the window is longer', () => beAway(all))
  await step('the others decrypt in the time that was added', () => decrypt(all))
  await step('read-out and confirmation are where they were when a page is loaded again', () => confirm(all))
  await step('the record tells of it in both languages', () => record(all))
}

async function bid(all) {
  Object.assign(all, await opening.gather(at, { title: '乌拉盖水库观测站', code: 'XM-2026-070' }))
}

/** Loads the page again; afterwards the same is to be done. */
async function again(person, heading) {
  await person.page.getByRole('heading', { name: heading, exact: true }).waitFor()
  await person.page.reload()
  await person.page.getByRole('heading', { name: heading, exact: true }).waitFor()
  await bidder.live(person)
}

async function signIn(all) {
  await opening.begins(all, all.草原)
  await again(all.草原, '请签到')
  for (const person of all.bidders) await bidder.signInToOpening(person)
  await again(all.草原, '已签到，等待公布投标人')
  await host.lead(all.host, '公布投标人')
  await again(all.草原, '等待解密指令')
}

async function decrypting(all) {
  await host.lead(all.host, '下达解密指令')
  await again(all.兴安, '请解密投标文件')
  await bidder.decrypt(all.草原)
  await again(all.草原, '解密成功')
}

async function callForHelp(all) {
  all.supervisor = await at.person('监督人')
  await all.supervisor.signIn('supervisor')
  await bidder.enterRoom(all.supervisor, all.lot)
  const { page } = all.达来
  await page.getByText('解密遇到问题？求助').click()
  await page.getByLabel('遇到的问题', { exact: true }).selectOption({ label: '页面或者网络问题' })
  await page.getByLabel('补充说明（选填）', { exact: true }).fill(TROUBLE)
  await look(page, 'help-form')
  await all.达来.press('求助')
  await all.达来.sees('主持人和监督部门已收到')
  for (const person of [all.host, all.supervisor]) {
    await person.page.getByRole('heading', { name: '求助 待处理 1' }).waitFor()
    await person.sees(TROUBLE)
  }
  await all.host.sees('138****0001')
  for (const number of ['138****0001', '13804790001']) {
    assert.equal(await all.supervisor.page.getByText(number).count(), 0, 'only the host is told whom to ring up')
  }
  await all.host.press('显示联系电话')
  await all.host.page.getByLabel('用途', { exact: true }).fill('协助解密')
  await all.host.press('确认显示')
  await all.host.sees('13804790001')
  await look(all.host.page, 'help-console')
  await look(all.supervisor.page, 'help-supervisor')
  for (const person of [all.visitor, all.草原]) {
    assert.ok(!(await person.page.content()).includes(TROUBLE), `${person.name} sees the call`)
  }
  await all.host.press('标记为已处理')
  await all.达来.sees('主持人已处理您的求助')
  await all.supervisor.page.getByRole('heading', { name: '求助 待处理 0' }).waitFor()
}

async function beAway(all) {
  const everybody = [...all.bidders, all.visitor, all.supervisor, all.host]
  for (const person of everybody) person.allow('net::ERR', '/events')
  const before = await opening.until(all.visitor)
  await bidder.typePassphrase(all.兴安)
  await at.server.beAway(AWAY)
  for (const person of everybody) {
    await person.page.getByText('服务器曾中断，时限已顺延').waitFor({ timeout: 40_000 })
    await person.sees(/服务器中断 \d+ 秒（.+ 至 .+），解密时限顺延至 .+。/)
  }
  const ends = await Promise.all(everybody.map(opening.until))
  assert.equal(new Set(ends).size, 1, `all clocks run to the same moment: ${ends}`)
  const longer = Date.parse(ends[0]) - Date.parse(before)
  assert.ok(longer >= AWAY - 1000 && longer < AWAY + 60_000, `the window ended at ${before}, now at ${ends[0]}`)
  await look(all.兴安.page, 'away-room')
  await look(all.host.page, 'away-console')
}

async function decrypt(all) {
  const typed = await all.兴安.page.getByLabel('密钥口令', { exact: true }).inputValue()
  assert.equal(typed, bidder.PASSPHRASE, 'what was typed outlives the absence')
  await all.兴安.press('解密')
  await all.兴安.page.getByRole('heading', { name: '解密成功' }).waitFor()
  await again(all.达来, '请解密投标文件')
  await all.达来.page.getByText('服务器曾中断，时限已顺延').waitFor()
  await bidder.decrypt(all.达来)
  await again(all.兴安, '解密结束，等待唱标')
  assert.equal(await all.兴安.page.getByText('服务器曾中断，时限已顺延').count(), 0, 'the window is over')
}

async function confirm(all) {
  await host.lead(all.host, '唱标')
  await again(all.草原, '已唱标，请核对')
  await host.lead(all.host, '进入异议与确认', { sure: false })
  await again(all.草原, '请确认开标结果')
  for (const person of all.bidders) await bidder.confirm(person)
  await again(all.草原, '已确认，等待开标结束')
  await host.lead(all.host, '结束开标')
  await again(all.草原, '开标结束')
}

async function record(all) {
  const { page } = all.visitor
  await all.visitor.go(`/lots/${all.lot}/record`)
  await all.visitor.sees(/服务器中断 \d+ 秒（.+ 至 .+），解密时限顺延至 .+。/)
  await all.visitor.go(`/lang/en?back=/lots/${all.lot}/record`)
  await all.visitor.sees(/The server was away for \d+ seconds \(.+ to .+\); the time for decryption now runs until .+\./)
  assert.equal(await page.getByRole('row').count(), 4, 'a head and three bids, all opened')
}
