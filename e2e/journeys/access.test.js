// What lets people in beside a password: a one-time code, and a passkey of Chromium's virtual authenticator.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { house } from '../lib/house.js'
import { accessible, fitsPhones, picture } from '../lib/look.js'
import { PASSWORD } from '../lib/person.js'

const at = house('access')

test('a one-time code is asked for after the password', () => at.journey(codes))
test('a passkey signs in without a password', () => at.journey(passkey))

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

async function codes() {
  const person = await at.person('草原')
  await person.signIn('caoyuan', PASSWORD, '/my/account')
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
  await person.press('退出', person.page)
  await person.page.getByRole('banner').getByRole('link', { name: '登录', exact: true }).waitFor()

  await person.go('/sign-in?back=/my/account')
  await picture(person.page, 'sign-in')
  await person.press('使用通行密钥')
  await person.page.getByRole('listitem').filter({ hasText: '办公室电脑' }).waitFor()

  // A device that does not know its person lets nobody in.
  await person.press('退出', person.page)
  await person.page.getByRole('banner').getByRole('link', { name: '登录', exact: true }).waitFor()
  await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await person.go('/sign-in')
  await person.press('使用通行密钥')
  await person.page.getByRole('alert').waitFor()
  assert.equal(await person.page.getByRole('button', { name: '退出', exact: true }).count(), 0)
}
