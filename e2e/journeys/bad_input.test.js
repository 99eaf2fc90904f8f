// Whatever is typed wrong gets a clear message beside its field, in the person's language, and nothing typed is lost.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { creditCode } from '../lib/credit_code.js'
import { complains, content } from '../lib/field.js'
import { encryptedPdf, file, pdf } from '../lib/files.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { accessible, look } from '../lib/look.js'

const at = house('bad_input')
const LOT = '二连浩特口岸供水管网改造'
const OFFER = { price: '9000000', days: '120', manager: '苏和', guarantee: 'BH-1', guaranteed: '128000' }
const GOOD = creditCode('MA0NBAD1')

const CODES = [
  ['', '请填写'],
  [`${GOOD.slice(0, 17)}${GOOD.endsWith('0') ? '1' : '0'}`, '校验位不符'],
  [GOOD.replace('MA0N', 'MAON'), '第 11 位不能是“O”'],
  [`９１${GOOD.slice(2)}`, `代码含全角字符，应写作 ${GOOD}`],
  [`${GOOD.slice(0, 8)} ${GOOD.slice(8)}`, `代码含空格，应写作 ${GOOD}`],
  [GOOD.toLowerCase(), `代码含小写字母，应写作 ${GOOD}`],
  [GOOD.slice(0, 15), '应为 18 位，现为 15 位'],
]

test('credit codes', () =>
  at.journey(async () => {
    const person = await at.person('登记人')
    const { page } = person
    const code = page.getByLabel('统一社会信用代码', { exact: true })
    await person.go('/register')
    await bidder.fillAccount(person, { code: '', login: 'somebody', password: '十个字符以上的密码啊' })
    for (const [typed, words] of CODES) {
      await code.fill(typed)
      await person.press('开始登记')
      await complains(code, words)
      assert.equal(await code.inputValue(), typed, 'what was typed is still there')
    }
    await look(page, 'register-refused')
    // Only the server knows who is registered.
    person.allow('422', '/api/fn/open_account')
    await code.fill('911525001000002270')
    await person.press('开始登记')
    await complains(code, '已被登记')
    assert.equal(await page.getByLabel('登录名', { exact: true }).inputValue(), 'somebody')
    assert.equal(await page.getByLabel('密码', { exact: true }).inputValue(), '十个字符以上的密码啊')
  }))

const PRICES = [
  ['', '请填写金额'],
  ['9,000,000', '不要写千位分隔符'],
  ['９００００００', '金额含全角字符'],
  ['-5', '金额不能为负数'],
  ['0', '金额必须大于零'],
  ['12800000.01', '不得超过 12,800,000.00 元'],
  ['9000000.005', '最多两位小数'],
  ['九百万', '请以元为单位填写数字'],
]

test('prices, files, key file, and a second commit', () =>
  at.journey(async () => {
    const person = await at.person('投标人')
    const { page } = person
    await person.signIn('caoyuan')
    const keyFile = await bidder.makeKey(person)
    await person.go('/lots')
    await person.follow(LOT)
    await person.follow('开始投标')
    await bidder.fillBid(person, OFFER)
    await prices(person)
    await files(person)
    await passphrase(person)
    await foreignKey(person)
    await secondCommit(person, keyFile)
  }))

async function prices(person) {
  const price = person.page.getByLabel('投标报价', { exact: true })
  for (const [typed, words] of PRICES) {
    await price.fill(typed)
    await person.press('密封并递交')
    await complains(price, words)
    assert.equal(await price.inputValue(), typed, 'what was typed is still there')
    assert.equal(await person.page.getByLabel('保函编号', { exact: true }).inputValue(), OFFER.guarantee)
  }
  await look(person.page, 'bid-refused')
  await price.fill(OFFER.price)
  await content(price)
}

async function files(person) {
  const documents = person.page.getByLabel('投标文件正文', { exact: true })
  const good = `${person.name}-bid.pdf`
  const whole = pdf('Whole')
  const bad = [
    [file('empty.pdf', ''), '文件是空的'],
    [file('locked.pdf', encryptedPdf('Locked')), 'PDF 文件设有密码'],
    [file('letter.pdf', 'Dear tenderer, this is no PDF.'), '不是 PDF 文件'],
    [file('broken-off.pdf', whole.subarray(0, whole.length - 40)), 'PDF 文件不完整'],
  ]
  for (const [path, words] of bad) {
    await bidder.choose(person, '投标文件正文', path)
    await person.press('密封并递交')
    await complains(documents, words)
    await person.sees(good)
    await person.press(`移除 ${path.split('/').pop()}`)
    await content(documents)
  }
}

async function passphrase(person) {
  const field = person.page.getByLabel('密钥口令', { exact: true })
  await field.fill('这不是那个口令')
  await person.press('密封并递交')
  await complains(field, '口令不正确')
  assert.equal(await person.page.getByLabel('投标报价', { exact: true }).inputValue(), OFFER.price)
}

async function foreignKey(person) {
  const { page } = person
  await page.getByText('改用另存的密钥文件').click()
  await bidder.choose(person, '密钥文件', file('letter.txt', 'Not a key at all.'))
  await person.press('密封并递交')
  await complains(page.getByLabel('密钥文件', { exact: true }), '不是本平台生成的密钥文件')
}

async function secondCommit(person, keyFile) {
  const other = await at.secondPage(person, '另一窗口')
  await other.page.goto(person.page.url())
  await bidder.fillBid(other, OFFER)
  await bidder.choose(person, '密钥文件', keyFile)
  await person.page.getByLabel('密钥口令', { exact: true }).fill('草原上的风与云2026')
  await bidder.lodge(person)
  other.allow('409', '/api/fn/begin_bid')
  await other.press('密封并递交')
  await other.sees(/这份投标文件已于 .+ 递交，无需重复递交/)
  assert.equal(await other.page.getByLabel('投标报价', { exact: true }).inputValue(), OFFER.price)
  await accessible(other.page, 'second commit')
}

test('a bid after the deadline', () =>
  at.journey(async () => {
    const tenderer = await at.person('招标人')
    await tenderer.signIn('tenderer')
    const late = await at.person('迟到的人')
    await late.signIn('xingan')
    await bidder.makeKey(late)
    await tenderer.go('/lots/new')
    const lot = await host.announce(tenderer, { seconds: 12, title: '迟到的标段', code: 'XM-2026-LATE' })
    await late.go(`/lots/${lot}/bid`)
    await bidder.fillBid(late, { ...OFFER, price: '2000000' })
    await late.sees('投标截止时间已到')
    late.allow('409', '/api/fn/begin_bid')
    await late.press('密封并递交')
    await late.sees(/服务器收到时已过 .+，不予接收/)
    assert.equal(await late.page.getByLabel('投标报价', { exact: true }).inputValue(), '2000000')
    await look(late.page, 'bid-late')
  }))

test('in English', () =>
  at.journey(async () => {
    const person = await at.person('reader of English')
    const { page } = person
    await person.go('/register')
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Register a company' }).waitFor()
    const code = page.getByLabel('Unified social credit code', { exact: true })
    for (const [typed, words] of [
      [GOOD.toLowerCase(), `The code contains lower-case letters; write ${GOOD}`],
      [`${GOOD.slice(0, 17)}${GOOD.endsWith('0') ? '1' : '0'}`, 'The check character does not fit'],
    ]) {
      await code.fill(typed)
      await person.press('Begin')
      await complains(code, words)
      assert.equal(await code.inputValue(), typed)
    }
    await look(page, 'register-english')
    await person.go('/sign-in')
    // Before the page has come alive, the form goes its way without scripts.
    await page.waitForLoadState('networkidle')
    person.allow('4', '/api/fn/sign_in')
    await page.getByLabel('Login name', { exact: true }).fill('caoyuan')
    await page.getByLabel('Password', { exact: true }).fill('a wrong password')
    await person.press('Sign in')
    await person.sees('Login name or password is wrong.')
    assert.equal(await page.getByLabel('Login name', { exact: true }).inputValue(), 'caoyuan')
    await accessible(page)
  }))
