// What lets people in beside a password: a one-time code, a passkey of Chromium's virtual authenticator, and the key of the
// company; and the letters that tell of it.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { house } from '../lib/house.js'
import * as bidder from '../lib/bidder.js'
import { complains } from '../lib/field.js'
import { letter } from '../lib/letters.js'
import { accessible, fitsPhones, look, picture } from '../lib/look.js'
import { PASSWORD } from '../lib/person.js'

const at = house('access')
const XINGAN = '91152500100000104Y'

test('a one-time code is asked for after the password', () => at.journey(codes))
test('a passkey signs in without a password', () => at.journey(passkey))
test('one browser keeps the keys of several companies, and a code is asked for beside a key', () => at.journey(keys))
test('whoever names an address is written to, and reminded of openings only on request', () => at.journey(letters))

const field = (person, name) => person.page.getByLabel(name, { exact: true })

/** RFC 6238. */
function code(secret, millis = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(millis / 30_000)))
  const mac = createHmac('sha1', key).update(step).digest()
  const word = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(word % 1_000_000).padStart(6, '0')
}

/** On the open account page; answers with the recovery codes. */
async function turnCodesOn(person) {
  await person.press('启用动态码')
  const secret = await person.page.locator('main code').first().innerText()
  await accessible(person.page)
  await picture(person.page, 'account-codes')
  await field(person, '动态码').fill(code(secret))
  await person.press('确认启用')
  await person.sees('它们只显示这一次')
  const recovery = await person.page.locator('.recovery-codes code').allInnerTexts()
  assert.equal(recovery.length, 10)
  await person.press('已抄下')
  return recovery
}

async function leave(person) {
  await person.press('退出', person.page)
  await person.page.getByRole('banner').getByRole('link', { name: '登录', exact: true }).waitFor()
}

async function codes() {
  const person = await at.person('草原')
  await person.signIn('caoyuan', PASSWORD, '/my/account')
  const recovery = await turnCodesOn(person)
  await person.sees('剩余恢复码：10')
  await fitsPhones(person.page, 'account')

  const again = await at.person('草原另一台')
  again.allow('401', '/api/fn/sign_in')
  await again.go('/sign-in')
  await field(again, '登录名').fill('caoyuan')
  await field(again, '密码').fill(PASSWORD)
  await again.press('登录')
  await again.sees('请输入动态码。')
  await picture(again.page, 'sign-in-code')
  await field(again, '动态码或者恢复码').fill(recovery[0])
  await again.press('登录')
  await again.page.getByRole('button', { name: '退出', exact: true }).waitFor()
  await again.go('/my/account')
  await again.sees('剩余恢复码：9')

  // The first sign-in is ended from the second, and without scripts a code is asked for too.
  await again.press('注销其他全部登录')
  await again.page.getByRole('button', { name: '注销其他全部登录' }).waitFor({ state: 'detached' })
  await person.go('/my/account')
  await person.sees('请先登录')
  const plain = await at.person('无脚本', { scripts: false })
  await plain.go('/sign-in')
  await field(plain, '登录名').fill('caoyuan')
  await field(plain, '密码').fill(PASSWORD)
  await plain.press('登录')
  await plain.sees('请输入动态码。')
  await field(plain, '密码').fill(PASSWORD)
  await field(plain, '动态码或者恢复码').fill(recovery[1])
  await plain.press('登录')
  await plain.page.getByRole('button', { name: '退出', exact: true }).waitFor()
}

async function passkey() {
  const person = await at.person('兴安')
  // A passkey belongs to a name, and an address of digits is none.
  person.url = person.url.replace('127.0.0.1', 'localhost')
  const devices = await person.context.newCDPSession(person.page)
  await devices.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true }
  const told = { options: { ...options, isUserVerified: true, automaticPresenceSimulation: true } }
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', told)
  await person.signIn('xingan', PASSWORD, '/my/account')
  await field(person, '名称').fill('办公室电脑')
  await person.press('添加通行密钥')
  await person.page.getByRole('listitem').filter({ hasText: '办公室电脑' }).waitFor()
  await accessible(person.page)
  await picture(person.page, 'account-passkey')
  await leave(person)

  await person.go('/sign-in?back=/my/account')
  await picture(person.page, 'sign-in')
  await person.press('使用通行密钥')
  await person.page.getByRole('listitem').filter({ hasText: '办公室电脑' }).waitFor()

  // A device that does not know its person lets nobody in.
  await leave(person)
  await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await person.go('/sign-in')
  await person.press('使用通行密钥')
  await person.page.getByRole('alert').waitFor()
  assert.equal(await person.page.getByRole('button', { name: '退出', exact: true }).count(), 0)
}

async function keys() {
  const person = await at.person('代理办公室')
  const { page } = person
  await person.signIn('dalai')
  await bidder.makeKey(person)
  await leave(person)
  await person.signIn('xingan')
  await bidder.makeKey(person)
  await person.go('/my/account')
  const [recovery] = await turnCodesOn(person)
  await leave(person)

  await person.go('/sign-in')
  await page.getByText('用企业证书登录').click()
  await person.sees('本浏览器保存有多个单位的密钥，请选择：')
  await field(person, '本人登录名').fill('xingan')
  const own = page.getByRole('button', { name: XINGAN, exact: true })
  const other = page.getByRole('button', { name: /^[0-9A-Z]{18}$/ }).and(page.locator(`:not(:text-is("${XINGAN}"))`))

  // The key of the one company lets nobody of another in.
  person.allow('409', '/api/fn/sign_in_by_certificate')
  await signWith(person, other)
  await person.sees('签名与贵单位登记的密钥不符')
  await look(page, 'sign-in-several-keys')

  person.allow('401', '/api/fn/sign_in_by_certificate')
  await signWith(person, own)
  await person.sees('请输入动态码。')
  await look(page, 'sign-in-certificate-code')
  assert.equal(await field(person, '密钥口令').inputValue(), bidder.PASSPHRASE, 'what was typed is still there')
  await field(person, '动态码或者恢复码').fill(recovery)
  await person.press('签名登录')
  await page.getByRole('button', { name: '退出', exact: true }).waitFor()
}

async function signWith(person, key) {
  await key.click()
  await person.page.locator('button[aria-pressed="true"]').and(key).waitFor()
  await field(person, '密钥口令').fill(bidder.PASSPHRASE)
  await person.press('签名登录')
}

async function letters() {
  const person = await at.person('草原')
  const { page } = person
  await person.signIn('dalai', PASSWORD, '/my/account')
  await person.sees('未填写，收不到登录提醒')
  const remind = field(person, '本单位递交投标文件的，开标前一天和一小时来信提醒')
  assert.equal(await remind.count(), 0, 'nobody is asked who has no address')
  person.allow('422', '/api/fn/set_email')
  await field(person, '电子邮箱').fill('不是邮箱')
  await person.press('保存')
  await complains(field(person, '电子邮箱'), '不是有效的电子邮箱地址')
  await field(person, '电子邮箱').fill('suhe@example.com')
  await person.press('保存')
  await page.getByRole('listitem').filter({ hasText: '电子邮箱已变更' }).waitFor()
  await letter(at.server, 'suhe@example.com', '今后的通知发往 suhe@example.com')

  assert.equal(await remind.isChecked(), false)
  await remind.check()
  await person.sees('信中不写是否投标')
  await page.waitForFunction(() => !document.querySelector('#reminders')?.disabled)
  await person.go('/my/account')
  assert.ok(await remind.isChecked(), 'the wish is kept')
  await look(page, 'account-letters')
}
