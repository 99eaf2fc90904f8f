// The clock stands still for a pause, and for nobody's line: a pause keeps what remains of the window, and a bidder who
// is cut off for a minute comes back to the step where it was, in what is left of the same time.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as bidder from '../lib/bidder.js'
import { complains } from '../lib/field.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('pause')
const REASON = '一家投标人报告网络故障，正在核实'
const SECOND_REASON = '核对异议所涉条款'
const OBJECTION = '请核对工期的计算口径。'
const OFFLINE = 61_000
/** Between what two people do and what a page shows of it. */
const SLACK = 3_000
/** What the server answers after an act may come so much later than the news of it. */
const LATE = 2_000

test('a pause keeps the time that remains, and a lost line costs nothing', (t) => at.journey(() => pause(steps(t))))

async function pause(step) {
  let all
  await step('three bidders are about to decrypt', async () => {
    const lot = { title: '达里湖候鸟观测站', code: 'XM-2026-073' }
    all = await opening.gather(at, lot, { lines: ['兴安'] })
    all.there = [all.草原, all.达来, all.visitor, all.host]
    await opening.startDecrypt(all)
  })
  await step('one of them loses its line', () => loseLine(all))
  await step('the host pauses, and all are told why and how much time remains', () => stop(all))
  await step('while it stands nobody can decrypt, and the clock does not move', () => stand(all))
  await step('after a minute offline its page is as it was, and says that it is not live', () => offline(all))
  await step('when the host resumes, the window is longer by the pause', () => resume(all))
  await step('who was offline comes back to the same step, with what it typed, and decrypts', () => comeBack(all))
  await step('a pause of the confirmation keeps what is being written', () => whileObjecting(all))
  await step('the record tells of both pauses', () => record(all))
}

async function loseLine({ 草原, 兴安 }) {
  await bidder.typePassphrase(草原)
  await bidder.typePassphrase(兴安)
  兴安.allow('net::ERR', '/events')
  兴安.line.cut()
  兴安.lost = Date.now()
  await 兴安.sees(/正在重新连接|连接中断/)
}

async function stop(all) {
  all.until = Date.parse(await opening.until(all.visitor))
  await all.host.press('暂停开标')
  await complains(all.host.page.getByLabel('原因', { exact: true }), '请填写')
  const running = await digits(all.visitor)
  await host.pause(all.host, REASON)
  all.paused = Date.now()
  for (const person of all.there) await person.sees('已暂停，剩余时间')
  all.remains = await digits(all.visitor)
  const passed = (seconds(running) - seconds(all.remains)) * 1000
  assert.ok(passed >= 0 && passed <= SLACK, `of ${running} there remain ${all.remains}`)
  for (const person of all.there) assert.equal(await digits(person), all.remains, `${person.name} has another time`)
  for (const { page } of [all.草原, all.达来, all.host]) await page.getByRole('heading', { name: '开标已暂停' }).waitFor()
  for (const person of [all.草原, all.达来]) await person.sees(`暂停原因：${REASON}`)
  await all.visitor.sees(`主持人暂停开标，原因：${REASON}`)
}

async function stand(all) {
  for (const name of ['解密', '签到']) {
    assert.equal(await all.草原.page.getByRole('button', { name, exact: true }).count(), 0, `${name} in a pause`)
  }
  assert.equal(await all.host.page.getByRole('timer').count(), 0, 'a clock runs')
  await look(all.草原.page, 'pause-bidder')
  await look(all.host.page, 'pause-console')
  await look(all.visitor.page, 'pause-visitor')
}

async function offline(all) {
  const { 兴安 } = all
  await look(兴安.page, 'pause-offline')
  await sleep(Math.max(0, 兴安.lost + OFFLINE - Date.now()))
  await 兴安.sees(/连接中断/)
  await 兴安.page.getByRole('heading', { name: '请解密投标文件' }).waitFor()
  assert.equal(await 兴安.page.getByText(REASON).count(), 0, 'it knows of the pause although nothing can reach it')
  for (const person of all.there) assert.equal(await digits(person), all.remains, 'the clock moved in the pause')
}

async function resume(all) {
  await all.host.press('恢复开标')
  const stood = Date.now() - all.paused
  for (const person of all.there) await person.page.getByRole('timer').waitFor()
  const ends = await Promise.all(all.there.map(opening.until))
  assert.equal(new Set(ends).size, 1, `all clocks run to the same moment: ${ends}`)
  const longer = Date.parse(ends[0]) - all.until
  assert.ok(Math.abs(longer - stood) <= SLACK, `it stood for ${stood} ms and the window is longer by ${longer}`)
  await all.visitor.sees('主持人恢复开标，剩余时间继续计算。')
  assert.equal(await typed(all.草原), bidder.PASSPHRASE, 'what was typed outlives the pause')
  await all.草原.press('解密')
  await all.草原.page.getByRole('heading', { name: '解密成功' }).waitFor()
  await bidder.decrypt(all.达来)
}

async function comeBack(all) {
  const { 兴安 } = all
  const offline = Date.now() - 兴安.lost
  assert.ok(offline > 60_000, `it was offline for ${offline} ms only`)
  await 兴安.line.mend()
  await 兴安.page.getByText('实时同步').waitFor({ timeout: 40_000 })
  await 兴安.page.getByRole('heading', { name: '请解密投标文件' }).waitFor()
  await 兴安.sees(`主持人暂停开标，原因：${REASON}`)
  await 兴安.sees('达来水务建设有限公司解密成功。')
  assert.equal(await opening.until(兴安), await opening.until(all.visitor), 'its clock is the clock of all')
  assert.equal(await typed(兴安), bidder.PASSPHRASE, 'what was typed outlives the minute')
  await 兴安.press('解密')
  await 兴安.page.getByRole('heading', { name: '解密结束，等待唱标' }).waitFor()
}

async function whileObjecting(all) {
  const { 草原 } = all
  await late(all.host)
  await host.lead(all.host, '唱标')
  await host.lead(all.host, '进入异议与确认', { sure: false })
  const words = 草原.page.getByLabel('异议内容', { exact: true })
  await 草原.page.getByRole('button', { name: '签名确认' }).waitFor()
  await words.fill(OBJECTION)
  await host.pause(all.host, SECOND_REASON)
  await 草原.sees(`暂停原因：${SECOND_REASON}`)
  for (const name of ['签名确认', '提出异议']) {
    assert.equal(await 草原.page.getByRole('button', { name, exact: true }).count(), 0, `${name} in a pause`)
  }
  await all.host.press('恢复开标')
  await 草原.page.getByRole('button', { name: '提出异议' }).waitFor()
  assert.equal(await words.inputValue(), OBJECTION, 'what was written outlives the pause')
  await 草原.press('提出异议')
  await host.answer(all.host, '工期以日历天计，见招标文件。')
  for (const person of all.bidders) await bidder.confirm(person)
  await host.lead(all.host, '结束开标')
}

async function record({ visitor }) {
  await visitor.page.getByRole('heading', { name: '开标结束' }).waitFor()
  await visitor.follow('查看开标记录')
  await visitor.sees('开标记录表')
  for (const reason of [REASON, SECOND_REASON]) await visitor.sees(`主持人暂停开标，原因：${reason}`)
  assert.equal(await visitor.page.getByText('主持人恢复开标，剩余时间继续计算。').count(), 2)
}

/** News come at once, answers later: what is pressed in between must not be lost. */
function late({ page }) {
  return page.route('**/api/fn/lot', async (route) => {
    await sleep(LATE)
    await route.continue()
  })
}

/** What remains of the window, as the page shows it. */
async function digits({ page }) {
  const shown = await page.getByRole('region', { name: '进程' }).innerText()
  return shown.match(/\d\d:\d\d:\d\d/)[0]
}

function seconds(digits) {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

function typed({ page }) {
  return page.getByLabel('密钥口令', { exact: true }).inputValue()
}
