// Whoever has no scripts reads every page that is read, signs in, and is told where scripts are needed.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house } from '../lib/house.js'
import { PASSWORD } from '../lib/person.js'

const at = house('without_javascript')
const OFF = { scripts: false }

test('the public pages read without scripts', () =>
  at.journey(async () => {
    const reader = await at.person('读者', OFF)
    const { page } = reader
    await reader.go('/')
    await reader.sees('二连浩特口岸供水管网改造')
    await reader.follow('全部标段')
    await reader.follow('二连浩特口岸供水管网改造')
    await reader.sees('最高投标限价')
    await reader.go('/lots')
    await reader.follow('那达慕大街改造工程施工')
    await reader.follow('查看开标记录')
    for (const words of ['8,499,776.50', '开标过程', '最高投标限价含暂列金额，与招标文件一致。']) await reader.sees(words)
    await page.goto(page.url().replace('/record', '/room'))
    await reader.sees('开标结束，开标记录公开。')
    await reader.go('/lots')
    await reader.follow('城北排水泵站设备采购')
    await reader.follow('查看开标记录')
    await reader.sees('投标人少于三个')
    await reader.follow('核验开标证据包')
    for (const words of ['kaibiao verify 证据包.json', '本页需要 WebAssembly']) await reader.sees(words)
  }))

test('credit is searched without scripts', () =>
  at.journey(async () => {
    const reader = await at.person('读者', OFF)
    await reader.go('/credit')
    await reader.page.getByRole('searchbox').fill('达来')
    await reader.press('查询')
    await reader.follow('达来水务建设有限公司')
    await reader.sees('未按期签订合同')
    await reader.go('/credit?q=没有这个单位')
    await reader.sees('没有找到')
  }))

test('signing in and out works without scripts, and a wrong password is told', () =>
  at.journey(async () => {
    const person = await at.person('投标人', OFF)
    const { page } = person
    const type = async (password) => {
      await page.getByLabel('登录名', { exact: true }).fill('caoyuan')
      await page.getByLabel('密码', { exact: true }).fill(password)
      await person.press('登录')
    }
    await person.go('/sign-in')
    await type('这不是密码')
    await person.sees('登录名或密码不正确。')
    await person.go('/sign-in?back=/my/case')
    await type('这也不是密码')
    await person.sees('登录名或密码不正确。')
    // What was typed is still there, but for the password, and the way back too.
    assert.equal(await page.getByLabel('登录名', { exact: true }).inputValue(), 'caoyuan')
    assert.equal(await page.getByLabel('密码', { exact: true }).inputValue(), '')
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await person.press('登录')
    await page.waitForURL('**/my/case')
    await person.sees('登记已生效')
    await person.go('/my/key')
    await person.sees('本页需要 WebAssembly')
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByRole('link', { name: '登录', exact: true }).first().waitFor()
  }))

test('English without scripts', () =>
  at.journey(async () => {
    const reader = await at.person('reader', OFF)
    await reader.go('/lots')
    await reader.page.getByRole('link', { name: 'English' }).click()
    await reader.page.getByRole('heading', { name: 'Lots', exact: true }).waitFor()
    assert.equal(await reader.page.locator('html').getAttribute('lang'), 'en')
    assert.ok(reader.page.url().endsWith('/lots'))
  }))

test('a practice opening can be started without scripts', () =>
  at.journey(async () => {
    const reader = await at.person('新人', OFF)
    await reader.go('/')
    await reader.press('开始模拟开标')
    await reader.page.waitForURL(/\/lots\/[0-9a-z]{26}/)
    await reader.sees('模拟开标 · 非真实交易')
  }))
