// A bid and a whole opening without a mouse, for a bidder and for the host: each reaches with Tab what it has to press,
// and is taken to what comes next. Each stage is looked at as bidder, host and visitor see it, wide and on a phone.

import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { file, pdf } from '../lib/files.js'
import { house } from '../lib/house.js'
import { chooseFile, press, standsAt, standsOn, tabTo, type, typeDate } from '../lib/keyboard.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('without-mouse')
const FORM = { 投标报价: '2650000', 工期: '100', 质量目标: '合格', 项目负责人: '巴特尔' }
const GUARANTEE = { 出函机构: '中国人民财产保险公司', 保函编号: 'BH-2026-411', 保函金额: '60000' }
const REASON = '核实一家投标人的网络'
const OBJECTION = '请核对本单位的工期。'
const ANSWER = '已核对，与投标文件一致。'

test('bidder and host go through every stage with the keyboard alone', (t) => at.journey(() => withoutMouse(steps(t))))

async function withoutMouse(step) {
  let all
  await step('the bidder fills in its bid, chooses its files, and gets its receipt', async () => {
    all = await opening.arrive(at)
    await opening.announce(all, { title: '锡林河畔图书馆', code: 'XM-2026-074' })
    await Promise.all([lodge(all), opening.bid(all, [all.兴安, all.达来])])
  })
  await step('before the deadline all wait in the room', async () => {
    await opening.enter(all)
    await stage(all, '1-before')
  })
  await step('the bidder signs in', () => signIn(all))
  await step('the host announces the bidders, thinks twice, and starts decryption', () => toDecrypt(all))
  await step('the host pauses and resumes', () => pause(all))
  await step('the bidder decrypts', () => decrypt(all))
  await step('the host reads out and opens objections', () => readOut(all))
  await step('the bidder objects, the host answers, the bidder confirms', () => object(all))
  await step('the host closes, and the bidder goes on to the record', () => close(all))
}

async function lodge({ 草原, lot }) {
  const { page } = 草原
  await 草原.go(`/lots/${lot}`)
  await press(page, '开始投标')
  await bidder.alive(草原)
  for (const [label, words] of Object.entries(FORM)) await type(page, label, words)
  await tabTo(page, '机构类别')
  await page.keyboard.press('ArrowDown')
  for (const [label, words] of Object.entries(GUARANTEE)) await type(page, label, words)
  await typeDate(page, '生效日期', bidder.day(-1))
  await typeDate(page, '失效日期', bidder.day(200))
  await chooseFile(page, '保函文件', file('keys-guarantee.pdf', pdf('Guarantee')))
  await chooseFile(page, '投标文件正文', file('keys-bid.pdf', pdf('Bid')))
  await type(page, '密钥口令', bidder.PASSPHRASE)
  await press(page, '密封并递交')
  await page.getByRole('heading', { name: '投标文件递交回执' }).waitFor()
}

/** The stage as those see it who take part and who look on. */
async function stage({ 草原, host, visitor }, name) {
  await Promise.all([
    look(草原.page, `stage-${name}-bidder`),
    look(host.page, `stage-${name}-console`),
    look(visitor.page, `stage-${name}-visitor`),
  ])
}

/** The host's next step, which is asked again before it is done. */
async function lead({ host: { page } }, step, then) {
  await press(page, step)
  await standsOn(page, `确定${step}`)
  await page.keyboard.press('Enter')
  await standsAt(page, then)
}

async function signIn(all) {
  const { page } = all.草原
  await opening.begins(all, all.草原)
  await press(page, '签到')
  await standsAt(page, '已签到，等待公布投标人')
  for (const person of [all.兴安, all.达来]) await bidder.signInToOpening(person)
  await all.host.page.getByRole('button', { name: '公布投标人' }).waitFor()
  await stage(all, '2-sign-in')
}

async function toDecrypt(all) {
  const { page } = all.host
  await press(page, '公布投标人')
  await standsOn(page, '确定公布投标人')
  await press(page, '取消')
  await standsOn(page, '公布投标人')
  await page.keyboard.press('Enter')
  await standsOn(page, '确定公布投标人')
  await page.keyboard.press('Enter')
  await standsAt(page, '投标人已公布')
  await all.草原.page.getByRole('heading', { name: '等待解密指令' }).waitFor()
  await stage(all, '3-announced')
  await lead(all, '下达解密指令', '投标人正在解密')
  await all.草原.page.getByRole('heading', { name: '请解密投标文件' }).waitFor()
  await stage(all, '4-decrypting')
}

async function pause(all) {
  const { page } = all.host
  await type(page, '原因', REASON)
  await page.keyboard.press('Enter')
  await standsAt(page, '开标已暂停')
  await all.草原.sees(`暂停原因：${REASON}`)
  await press(page, '恢复开标')
  await standsAt(page, '投标人正在解密')
}

async function decrypt(all) {
  const { page } = all.草原
  await type(page, '密钥口令', bidder.PASSPHRASE)
  await page.keyboard.press('Enter')
  await standsAt(page, '解密成功')
  for (const person of [all.兴安, all.达来]) await bidder.decrypt(person)
  await all.host.page.getByRole('heading', { name: '解密结束', exact: true }).waitFor()
  await stage(all, '5-decrypted')
}

async function readOut(all) {
  await lead(all, '唱标', '已唱标')
  await all.草原.page.getByRole('heading', { name: '已唱标，请核对' }).waitFor()
  await stage(all, '6-read-out')
  await press(all.host.page, '进入异议与确认')
  await standsAt(all.host.page, '异议与确认')
  await all.草原.page.getByRole('heading', { name: '请确认开标结果' }).waitFor()
}

async function object(all) {
  const [{ page }, host] = [all.草原, all.host.page]
  await press(page, '填写异议')
  await standsOn(page, '异议内容')
  await page.keyboard.type(OBJECTION)
  await press(page, '提出异议')
  await host.getByRole('heading', { name: '待答复的异议 1' }).waitFor()
  await stage(all, '7-objection')
  await tabTo(host, '处理结果')
  // 请选择, 说明情况, 不成立
  for (const key of ['ArrowDown', 'ArrowDown']) await host.keyboard.press(key)
  await type(host, '答复', ANSWER)
  await press(host, '答复')
  await standsAt(host, '异议与确认')
  await all.草原.sees(ANSWER)
  await type(page, '密钥口令', bidder.PASSPHRASE)
  await page.keyboard.press('Enter')
  await standsAt(page, '已确认，等待开标结束')
}

async function close(all) {
  const { page } = all.草原
  for (const person of [all.兴安, all.达来]) await bidder.confirm(person)
  await lead(all, '结束开标', '开标结束')
  await page.getByRole('heading', { name: '开标结束' }).waitFor()
  await stage(all, '8-closed')
  await press(page, '查看开标记录')
  await page.getByRole('heading', { name: '开标记录表' }).waitFor()
  await tabTo(page, '开标记录（PDF）')
}
