// Everything is reached with the keyboard alone, and one always sees where one is.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house } from '../lib/house.js'
import { focused, seen, tabTo } from '../lib/keyboard.js'
import { PASSWORD } from '../lib/person.js'

const at = house('keyboard')
const LOT = '二连浩特口岸供水管网改造'

test('sign in and reach a lot without a mouse', () =>
  at.journey(async () => {
    const person = await at.person('键盘')
    const { page } = person
    await person.go('/')
    await page.keyboard.press('Tab')
    assert.equal(await focused(page), '跳到正文')
    await seen(page)
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main', 'the skip link leads to the content')

    await tabTo(page, '登录')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '登录' }).waitFor()
    await tabTo(page, '登录名')
    await page.keyboard.type('caoyuan')
    await tabTo(page, '密码')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '退出' }).waitFor()

    await tabTo(page, '标段', { fromTop: true })
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '标段', exact: true }).waitFor()
    await tabTo(page, LOT)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: LOT }).waitFor()
    await tabTo(page, '制作密钥')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '我的密钥' }).waitFor()
  }))

test('a refused form takes the focus to its summary, whose links lead to the fields', () =>
  at.journey(async () => {
    const person = await at.person('键盘')
    const { page } = person
    await person.go('/register')
    await page.getByRole('button', { name: '开始登记', disabled: false }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /有 \d+ 处需要修改/ }).waitFor()
    const inside = () => page.evaluate(() => document.activeElement.querySelector('#error-summary') !== null)
    assert.ok(await inside(), 'the focus is on the summary')
    await page.keyboard.press('Tab')
    await seen(page)
    await page.keyboard.press('Enter')
    assert.equal(await focused(page), '统一社会信用代码')
  }))
