// What is said in the room: the host announces, a bidder speaks, a supervisor notes an irregularity. Everybody hears it
// at once, the host keeps order, and the record keeps all but the words of what was hidden.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { complains, poll } from '../lib/field.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { focused, press, type } from '../lib/keyboard.js'
import { look, picture } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('floor')
const EARLY = '请各投标人提前检查电脑和网络。'
const NOTICE = '请各投标人在时限内完成解密，遇到问题请使用求助。'
const RUDE = '某某单位不懂规矩！'
/** Between two messages of a bidder, and a little more. */
const BETWEEN = 5_500
const POLITE = '收到，正在解密。'
const REASON = '用语不当'
const NOTE = '主持人下达解密指令前，应当说明解密时限。'
const ANSWER = '接受意见：解密时限为十分钟，自下达指令时起算。'

test('host, bidders and supervisor speak, and the record keeps it', (t) => at.journey(() => floor(steps(t))))

async function floor(step) {
  let all
  await step('before the deadline the host announces, and no bidder can be heard', async () => {
    all = await opening.gather(at, { title: '额吉淖尔盐湖公路', code: 'XM-2026-088' })
    await before(all)
  })
  await step('once bidders are announced and there, they may speak', async () => {
    await speakers(all)
    await opening.startDecrypt(all)
  })
  await step('everybody hears an announcement and a message as they happen', () => hear(all))
  await step('a supervisor notes an irregularity, and the host has it before its eyes', () => note(all))
  await step('the host hides a message and closes the floor; what was typed is kept', () => order(all))
  await step('all of it works without a mouse, and is told to those who do not see', () => keyboard(all))
  await step('the record keeps it all, but for the words that were hidden', () => record(all))
}

const panel = ({ page }) => page.getByRole('region', { name: '现场交流', exact: true })
const list = (person) => panel(person).getByRole('list', { name: '公告和发言，最新在前' })
const hears = (person, words) => list(person).getByText(words, { exact: true }).waitFor()

async function say(person, label, words, button) {
  await panel(person).getByLabel(label, { exact: true }).fill(words)
  await person.press(button, panel(person))
}

async function before(all) {
  await say(all.host, '公告内容', EARLY, '发布公告')
  for (const person of [all.草原, all.visitor]) {
    await hears(person, EARLY)
    await person.sees(`主持人公告：${EARLY}`)
    assert.equal(await panel(person).getByRole('textbox').count(), 0, `${person.name} may not speak`)
  }
  await panel(all.草原).getByText('公布投标人后，已签到的投标人可以发言。').waitFor()
  await panel(all.visitor).getByText('主持人、行政监督部门、见证方和已签到的投标人可以发言。').waitFor()
}

async function speakers(all) {
  all.supervisor = await at.person('监督人')
  await all.supervisor.signIn('supervisor')
  await bidder.enterRoom(all.supervisor, all.lot)
  await panel(all.supervisor).getByLabel('监督意见', { exact: true }).waitFor()
}

async function hear(all) {
  const everybody = [all.草原, all.兴安, all.visitor, all.supervisor]
  await say(all.host, '公告内容', NOTICE, '发布公告')
  for (const person of everybody) {
    await hears(person, NOTICE)
    await person.page.getByRole('status').getByText(`主持人公告：${NOTICE}`).waitFor({ state: 'attached' })
  }
  await say(all.草原, '发言内容', RUDE, '发言')
  all.mayGoOn = Date.now() + BETWEEN
  for (const person of [...everybody, all.host]) await hears(person, RUDE)
  const acts = all.visitor.page.getByRole('region', { name: /^现场记录/ })
  assert.equal(await acts.getByText(RUDE).count(), 0, 'talk does not drown the acts')
  // Too soon: the words stay where they are.
  all.草原.allow('429', '/api/fn/say')
  const words = panel(all.草原).getByLabel('发言内容', { exact: true })
  await say(all.草原, '发言内容', POLITE, '发言')
  await panel(all.草原).getByText(/发言过于频繁，请在 \d 秒后再发。/).waitFor()
  assert.equal(await words.inputValue(), POLITE, 'what was typed is kept')
}

async function note(all) {
  await say(all.supervisor, '监督意见', NOTE, '记录意见')
  const big = all.host.page.locator('.console__note')
  await big.getByText(NOTE).waitFor()
  assert.ok(await big.evaluate((box) => box.getBoundingClientRect().top < innerHeight), 'it is at the top of the console')
  await hears(all.visitor, NOTE)
  await say(all.host, '公告内容', ANSWER, '发布公告')
  await hears(all.supervisor, ANSWER)
  await look(all.host.page, 'floor-console')
}

async function order(all) {
  const message = list(all.host).getByRole('listitem').filter({ hasText: RUDE })
  await message.getByText(/^隐藏.+的发言$/).click()
  await all.host.press('隐藏该发言', message)
  await complains(message.getByLabel('原因', { exact: true }), '请填写')
  await message.getByLabel('原因', { exact: true }).fill(REASON)
  await all.host.press('隐藏该发言', message)
  for (const person of [all.host, all.草原, all.visitor]) {
    await list(person).getByText(/该发言已被主持人隐藏（原因：\s*用语不当/).waitFor()
    assert.ok(!(await person.page.content()).includes(RUDE), `${person.name} still reads it`)
  }
  const late = await at.person('后来的人')
  await bidder.enterRoom(late, all.lot)
  await list(late).getByText(/该发言已被主持人隐藏/).waitFor()
  const sent = await late.page.evaluate(async (lot) => {
    const answer = await fetch('/api/fn/room', { method: 'POST', body: new URLSearchParams({ lot }) })
    return answer.text()
  }, all.lot)
  assert.ok(sent.includes(NOTICE) && !sent.includes(RUDE), 'whoever comes later is not sent it')

  await all.host.press('关闭发言', panel(all.host))
  await panel(all.草原).getByText('主持人已关闭发言。对开标有异议的，仍可提出异议。').waitFor()
  assert.equal(await panel(all.草原).getByRole('textbox').count(), 0)
  await panel(all.host).getByText('投标人发言已关闭').waitFor()
  await all.host.press('开放发言', panel(all.host))
  const words = panel(all.草原).getByLabel('发言内容', { exact: true })
  await words.waitFor()
  assert.equal(await words.inputValue(), POLITE, 'what was typed outlives a closed floor')
  await new Promise((go) => setTimeout(go, all.mayGoOn - Date.now()))
  await all.草原.press('发言', panel(all.草原))
  await hears(all.visitor, POLITE)
}

async function keyboard(all) {
  const { page } = all.兴安
  await type(page, '发言内容', '字'.repeat(301))
  await panel(all.兴安).getByText('超出 1 字').waitFor()
  await press(page, '发言')
  await complains(panel(all.兴安).getByLabel('发言内容', { exact: true }), '300')
  await panel(all.兴安).getByLabel('发言内容', { exact: true }).fill('请问解密是否按递交的顺序？')
  await press(page, '发言')
  await hears(all.host, '请问解密是否按递交的顺序？')
  assert.equal(await poll(() => focused(page), (now) => now === '发言内容'), '发言内容', 'the next message can be typed')
  await look(page, 'floor-room')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'floor-room-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await look(all.supervisor.page, 'floor-supervisor')
}

async function record(all) {
  for (const person of all.bidders) await bidder.decrypt(person)
  await host.lead(all.host, '唱标')
  await host.lead(all.host, '进入异议与确认', { sure: false })
  for (const person of all.bidders) await bidder.confirm(person)
  await host.lead(all.host, '结束开标')
  await all.visitor.page.getByRole('heading', { name: '开标结束' }).waitFor()
  for (const person of [all.host, all.草原, all.supervisor]) {
    await panel(person).getByRole('textbox').waitFor({ state: 'detached' })
  }
  const reader = await at.person('读者', { scripts: false })
  await reader.go(`/lots/${all.lot}/record`)
  const said = reader.page.locator('section').filter({ has: reader.page.getByRole('heading', { name: '公告、发言与监督意见' }) })
  const text = await said.innerText()
  for (const words of [EARLY, NOTICE, POLITE, REASON, NOTE, ANSWER]) assert.ok(text.includes(words), `the record lacks ${words}`)
  assert.ok(!(await reader.page.content()).includes(RUDE), 'the record tells what was hidden')
  await all.visitor.go(`/lots/${all.lot}/record`)
  await all.visitor.page.getByRole('button', { name: '打印', disabled: false }).waitFor()
  await look(all.visitor.page, 'floor-record')
}
