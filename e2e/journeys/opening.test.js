// The main job: a company registers, three bidders seal their bids in their own browsers, the opening is held from
// four places, and everybody reads its record.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { creditCode } from '../lib/credit_code.js'
import { file } from '../lib/files.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look, picture, told } from '../lib/look.js'
import { begins } from '../lib/opening.js'
import { PASSWORD } from '../lib/person.js'
import { steps } from '../lib/steps.js'

const at = house('opening')
const DRAWS = '下浮系数K：0.95 0.96 0.97 0.98 0.99'
const TITLE = '锡林河湿地栈道维修'
const COMPANY = {
  code: creditCode('MA0N4K7Q'),
  name: '乌珠穆沁市政工程有限公司',
  legalPerson: '哈斯',
  address: '西乌珠穆沁旗巴拉嘎尔高勒镇乌珠穆沁大街3号',
  contact: '哈斯',
  phone: '13947900001',
  login: 'wuzhumuqin',
  password: '千里草原一条路2026',
}
const OFFERS = {
  乌珠穆沁: { price: '2718281.82', days: '95', manager: '哈斯', guarantee: 'BH-2026-301' },
  草原: { price: '2650000', days: '100', manager: '巴特尔', guarantee: 'BH-2026-302' },
  兴安: { price: '2599999.9', days: '88', manager: '乌云其木格', guarantee: 'BH-2026-303' },
}
const PRICES = ['2,718,281.82', '2,650,000.00', '2,599,999.90']
const SECONDS_TO_BID = 45

test('one honest opening, from registration to the public record', (t) => at.journey(() => opening(steps(t))))

async function opening(step) {
  const all = {}
  await step('a company registers itself with its credit code', async () => {
    all.wu = await at.person('乌珠穆沁')
    await register(all.wu)
  })
  await step('the registrar approves it', () => approve())
  await step('three companies make their keys in their browsers', async () => {
    all.cao = await at.person('草原', { line: true })
    all.xing = await at.person('兴安')
    await all.cao.signIn('caoyuan')
    await all.xing.signIn('xingan')
    await look(await keyPage(all.wu), 'key-none')
    await makeKeys(all)
    await look(all.wu.page, 'key-held')
  })
  await step('the tenderer announces a lot', async () => {
    all.host = await at.person('招标人')
    await all.host.signIn('tenderer')
    await all.host.go('/lots/new')
    await look(all.host.page, 'lot-form')
    const lot = { seconds: SECONDS_TO_BID, title: TITLE, code: 'XM-2026-066', draws: DRAWS }
    all.lot = await host.announce(all.host, lot)
    all.deadline = Date.now() + SECONDS_TO_BID * 1000
  })
  await step('all three bid through the bid page and get receipts', () => bid(all))
  await step('before the deadline the room tells nobody who bids or how many', () => before(all))
  await step('after the deadline the bidders sign in', () => signIn(all))
  await step('the announcement reaches everybody as it happens', () => announce(all))
  await step('a wrong key file is told clearly and costs nothing', () => decrypt(all))
  await step('whoever was cut off comes back and has missed nothing', () => comeBack(all))
  await step('no price can be read before the read-out, and then all at once', () => readOut(all))
  await step('an objection is raised, answered, and all confirm', () => confirm(all))
  await step('a killed server comes back with everything, and the host closes', () => close(all))
  await step('everybody reads the record, without scripts too', () => record(all))
}

async function register(wu) {
  await wu.go('/register')
  await look(wu.page, 'register')
  await bidder.fillAccount(wu, COMPANY)
  await wu.sees('校验无误 · 工商（市场监管） · 企业 · 登记地 内蒙古自治区锡林郭勒盟')
  await wu.press('开始登记')
  await wu.page.waitForURL('**/my/case/form')
  await bidder.fillForm(wu, COMPANY)
  await wu.press('提交审核')
  await wu.sees('待交易中心审核')
  await look(wu.page, 'case-submitted')
}

async function approve() {
  const registrar = await at.person('审核员')
  await registrar.signIn('registrar')
  await registrar.go('/review')
  await look(registrar.page, 'review-queue')
  await registrar.follow(COMPANY.name)
  await registrar.page.getByRole('heading', { name: COMPANY.name }).waitFor()
  await registrar.press('受理')
  await registrar.page.getByRole('button', { name: '退回补正' }).waitFor()
  await look(registrar.page, 'review-case')
  await registrar.press('通过')
  await registrar.sees('已生效')
}

async function keyPage(wu) {
  await wu.go('/my/case')
  await wu.sees('登记已生效')
  await look(wu.page, 'case-approved')
  await wu.follow('制作密钥')
  await wu.page.getByRole('button', { name: '制作密钥并保存备份', disabled: false }).waitFor()
  return wu.page
}

/** Each under a passphrase of its own, so that a wrong key file is really another's. */
async function makeKeys(all) {
  for (const person of [all.wu, all.cao, all.xing]) {
    person.passphrase = `${person.name}的口令2026秋`
    person.keyFile = await bidder.makeKey(person, person.passphrase)
  }
}

async function bid(all) {
  const fill = async (person) => {
    await person.go(`/lots/${all.lot}`)
    await person.follow('开始投标')
    await bidder.fillBid(person, { ...OFFERS[person.name], passphrase: person.passphrase })
  }
  await Promise.all([all.wu, all.cao, all.xing].map(fill))
  // One after the other, since the record keeps the order of committing.
  for (const person of [all.wu, all.cao, all.xing]) await bidder.lodge(person)
  await look(all.wu.page, 'receipt')
  await rehearse(all.wu)
}

/** Before the deadline: does the key on this machine open what the server stores? */
async function rehearse(wu) {
  await wu.sees('尚未演练。')
  const type = (passphrase) => wu.page.getByLabel('密钥口令', { exact: true }).fill(passphrase)
  await type('不是这个口令')
  await wu.press('开始演练')
  await wu.sees('口令不正确，密钥文件没有打开。')
  await type(wu.passphrase)
  await wu.press('开始演练')
  await wu.sees('演练成功：本机的密钥能打开服务器保存的投标文件。')
  await look(wu.page, 'receipt-rehearsed')
}

async function before(all) {
  all.visitor = await at.person('旁听人')
  await bidder.enterRoom(all.visitor, all.lot)
  const seen = await all.visitor.page.content()
  for (const name of ['乌珠穆沁', '草原建工', '兴安路桥']) assert.ok(!seen.includes(name), `${name} is told too early`)
  await all.visitor.sees('投标截止前，任何人都看不到投标人的名称和数量。')
  for (const person of [all.wu, all.cao, all.xing]) await bidder.enterRoom(person, all.lot)
  await told(all.wu.page, 'room-before-the-deadline')
  await told(all.visitor.page, 'room-before-the-deadline-visitor')
  await look(all.wu.page, 'room-1-before')
}

async function signIn(all) {
  await all.host.go(`/lots/${all.lot}/console`)
  await bidder.live(all.host)
  await begins(all, all.wu)
  await all.wu.sees('收到投标文件 3 份')
  await all.wu.sees('密封核对完成，全部投标文件与递交时一致。')
  await told(all.wu.page, 'room-sign-in')
  await look(all.wu.page, 'room-2-sign-in')
  for (const person of [all.wu, all.cao, all.xing]) await bidder.signInToOpening(person)
  await look(all.host.page, 'console-2-sign-in')
}

async function announce(all) {
  const everybody = [all.wu, all.cao, all.xing, all.visitor]
  await host.lead(all.host, '公布投标人')
  for (const person of everybody) {
    for (const name of [COMPANY.name, '锡林郭勒草原建工有限公司', '兴安路桥工程有限公司']) {
      await person.page.getByRole('rowheader', { name }).waitFor()
    }
  }
  await told(all.wu.page, 'room-announced')
  await look(all.wu.page, 'room-3-announced')
}

async function decrypt(all) {
  await host.lead(all.host, '下达解密指令')
  for (const person of [all.wu, all.cao, all.xing]) {
    await person.page.getByRole('button', { name: '解密', exact: true }).waitFor()
  }
  await told(all.wu.page, 'room-decrypting')
  await look(all.wu.page, 'room-4-decrypting')
  await look(all.host.page, 'console-4-decrypting')
  const passphrase = all.wu.page.getByLabel('密钥口令', { exact: true })
  await bidder.tryToDecrypt(all.wu, { keyFile: all.cao.keyFile, passphrase: all.cao.passphrase })
  await all.wu.sees('此密钥打不开这份投标文件。请换用密封时所用的密钥文件。')
  assert.equal(await passphrase.inputValue(), all.cao.passphrase, 'what was typed is kept')
  await bidder.tryToDecrypt(all.wu, { keyFile: file('letter.txt', 'Not a key at all.'), passphrase: 'whatever it is' })
  await all.wu.sees('所选文件不是本平台的密钥文件。')
  await look(all.wu.page, 'room-4-wrong-key')
  await bidder.tryToDecrypt(all.wu, { keyFile: all.wu.keyFile, passphrase: all.wu.passphrase })
  await all.wu.sees('解密成功')
}

async function comeBack(all) {
  await bidder.decrypt(all.cao, all.cao.passphrase)
  all.cao.allow('net::ERR', '/events')
  // What the page was just asking is lost with the line.
  all.cao.allow('net::ERR', '/api/fn/lot', { maybe: true })
  all.cao.line.cut()
  await all.cao.sees(/正在重新连接|连接中断/)
  await bidder.decrypt(all.xing, all.xing.passphrase)
  await all.wu.page.getByRole('heading', { name: '解密结束，等待唱标' }).waitFor()
  assert.equal(await all.cao.page.getByText('解密结束，全部解密成功。').count(), 0, 'told while it was cut off')
  await all.cao.line.mend()
  await all.cao.page.getByRole('heading', { name: '解密结束，等待唱标' }).waitFor({ timeout: 40_000 })
  await bidder.live(all.cao)
  const acts = (person) => person.page.getByRole('complementary').getByRole('listitem').allInnerTexts()
  const without = (lines) => lines.map((line) => line.replace(/\s+/g, ' '))
  assert.deepEqual(without(await acts(all.cao)), without(await acts(all.wu)), 'the one who was cut off knows as much')
}

async function readOut(all) {
  const everybody = [all.wu, all.cao, all.xing, all.visitor]
  for (const person of [...everybody, all.host]) {
    const seen = await person.page.content()
    for (const price of PRICES) assert.ok(!seen.includes(price), `${person.name} reads ${price} too early`)
  }
  const first = everybody.map((person) => firstPrices(person.page))
  await host.lead(all.host, '唱标')
  for (const count of await Promise.all(first)) assert.equal(count, 3, 'all prices appear in the same moment')
  await told(all.wu.page, 'room-read-out')
  await look(all.wu.page, 'room-5-read-out')
  await drawn(all.visitor)
}

/** A visitor reckons the drawing again in its own browser. */
async function drawn(visitor) {
  const { page } = visitor
  await visitor.sees(/抽取系数：\s*下浮系数K = 0\.9[5-9]/)
  await visitor.follow('核验')
  await visitor.sees('已在本机核验：承诺值与秘密数相符，每项结果都由公布的数据算得。')
  const outcome = page.getByRole('region', { name: '抽取结果' }).getByRole('row').filter({ hasText: '下浮系数K' })
  assert.match((await outcome.innerText()).replace(/\s+/g, ' '), /0\.95、0\.96、0\.97、0\.98、0\.99 0\.9[5-9] 一致/)
  await look(page, 'draw')
  await page.goBack()
  await bidder.live(visitor)
}

/** How many prices are in the document when the first is, seen at every change of it. */
function firstPrices(page) {
  return page.evaluate((prices) => {
    return new Promise((tell) => {
      const count = () => prices.filter((price) => document.body.textContent.includes(price)).length
      const watch = new MutationObserver(() => requestAnimationFrame(() => count() > 0 && tell(count())))
      watch.observe(document.body, { childList: true, subtree: true, characterData: true })
    })
  }, PRICES)
}

async function confirm(all) {
  await host.lead(all.host, '进入异议与确认', { sure: false })
  await all.cao.page.getByRole('button', { name: '签名确认' }).waitFor()
  await bidder.object(all.cao, '请核对第一名投标人保函的生效日期。')
  await all.host.sees('待答复的异议')
  await look(all.host.page, 'console-6-objection')
  await host.answer(all.host, '已核对，生效日期早于投标截止日，符合招标文件。')
  await all.cao.sees('已核对，生效日期早于投标截止日，符合招标文件。')
  await told(all.cao.page, 'room-objections')
  await look(all.cao.page, 'room-6-objections')
  await bidder.confirm(all.wu, all.wu.passphrase)
  await bidder.confirm(all.cao, all.cao.passphrase)
}

async function close(all) {
  const everybody = [all.wu, all.cao, all.xing, all.visitor, all.host]
  for (const person of everybody) {
    person.allow('net::ERR', '/events', { maybe: true })
    // A page that was just asking loses its answer, and asks again when the line is back.
    person.allow('net::ERR', '/api/fn/lot', { maybe: true })
  }
  await at.server.beAway()
  await all.xing.sees(/服务器中断 .+，异议与确认时限顺延至/)
  await bidder.confirm(all.xing, all.xing.passphrase)
  for (const person of everybody) await bidder.live(person)
  await host.lead(all.host, '结束开标')
  for (const person of [all.wu, all.cao, all.xing, all.visitor]) {
    await person.page.getByRole('heading', { name: '开标结束' }).waitFor({ timeout: 40_000 })
  }
  await told(all.wu.page, 'room-closed')
  await look(all.wu.page, 'room-7-closed')
  await look(all.host.page, 'console-7-closed')
}

async function record(all) {
  const reader = await at.person('读者', { scripts: false })
  await reader.go(`/lots/${all.lot}/record`)
  const text = await reader.page.getByRole('main').innerText()
  const expected = [...PRICES, COMPANY.name, '请核对第一名投标人保函的生效日期。', '已核对，生效日期早于投标截止日']
  for (const words of expected) assert.ok(text.includes(words), `the record lacks ${words}`)
  await picture(reader.page, 'record-without-javascript')
  await papers(reader, all.lot)
  await all.visitor.go(`/lots/${all.lot}/record`)
  await all.visitor.page.getByRole('button', { name: '打印', disabled: false }).waitFor()
  await told(all.visitor.page, 'record')
  await look(all.visitor.page, 'record')
}

/** The papers are one click away, whole and of this lot. */
async function papers(reader, lot) {
  const get = async (name) => {
    const address = await reader.page.getByRole('link', { name, exact: true }).getAttribute('href')
    const answer = await reader.context.request.get(reader.url + address)
    assert.equal(answer.status(), 200, address)
    return answer
  }
  const pdf = await (await get('开标记录（PDF）')).body()
  assert.ok(pdf.subarray(0, 5).equals(Buffer.from('%PDF-')) && pdf.includes('%%EOF'), 'no whole PDF')
  assert.equal((await (await get('平台签名（JSON）')).json()).lot, lot)
  const { TENDER_LIST: bidders } = await (await get('数据（数据规范字段名，JSON）')).json()
  assert.equal(bidders.length, 3)
  const { releases } = await (await get('OCDS 数据（JSON）')).json()
  assert.equal(releases[0].tender.documents[0].url, `${reader.url}/lots/${lot}/record.pdf`)
}

test('a barred company is told why, until when and by whom, and cannot bid', () => at.journey(barred))

async function barred() {
  const company = await at.person('白音')
  await company.signIn('baiyin', PASSWORD, '/lots')
  await look(company.page, 'lots')
  await company.follow('二连浩特口岸供水管网改造')
  await company.sees('贵单位现被限制投标')
  for (const words of ['串通投标', '锡林郭勒盟住房和城乡建设局', /自 .+ 起至 .+ 止/]) await company.sees(words)
  assert.equal(await company.page.getByRole('link', { name: '开始投标' }).count(), 0)
  await look(company.page, 'lot-barred')
  await company.page.goto(`${company.page.url()}/bid`)
  await company.sees('贵单位现被限制投标')
  assert.equal(await company.page.getByLabel('投标报价').count(), 0)

  const visitor = await at.person('查询人')
  await visitor.go('/credit')
  await visitor.page.getByRole('searchbox').fill('白音')
  await visitor.press('查询')
  await visitor.follow('白音市政工程有限公司')
  for (const words of ['限制投标中', '串通投标', '锡林郭勒盟住房和城乡建设局', '锡建罚〔2026〕17号']) await visitor.sees(words)
  await told(visitor.page, 'credit-barred')
  await look(visitor.page, 'credit-barred')
}
