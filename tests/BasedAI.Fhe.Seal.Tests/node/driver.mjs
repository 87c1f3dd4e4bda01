// Drives Microsoft SEAL 4.1 through node-seal for NodeSealTests.cs.
//
//   node driver.mjs make DIR       reads setup.json {n, bits, logScale, steps, rotations}; writes parameters, keys, ciphertexts and what SEAL computes from them
//   node driver.mjs use DIR        reads our parms, sk, pk, rk, gk, ct; evaluates and encrypts with them: result.bin, encrypted.bin, decoded.json
//   node driver.mjs decrypt DIR    reads parms, sk and names.json; writes decoded.json {name: [numbers]}
//   node driver.mjs load DIR       reads parms and names.json; writes loaded.json {name: "" or SEAL's complaint}
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import load from 'node-seal'

const [command, dir] = process.argv.slice(2)
const seal = await load()
const modes = seal.ComprModeType
const read = name => new Uint8Array(readFileSync(join(dir, name)))
const json = name => JSON.parse(readFileSync(join(dir, name), 'utf8'))
const save = (name, object, mode = modes.none) => writeFileSync(join(dir, name), object.saveToArray(mode))
const saveJson = (name, value) => writeFileSync(join(dir, name), JSON.stringify(value))
const saveAll = (name, object) => {
  for (const mode of ['none', 'zlib', 'zstd']) save(`${name}.${mode}.bin`, object, modes[mode])
}

function contextOf(parms) {
  const context = new seal.SEALContext(parms, true, seal.SecLevelType.tc128)
  if (!context.parametersSet()) throw new Error('SEAL refuses the parameters')
  return context
}

function loadParms(name) {
  const parms = new seal.EncryptionParameters(seal.SchemeType.ckks)
  parms.loadFromArray(read(name))
  return contextOf(parms)
}

function loadObject(type, context, name) {
  const object = new seal[type]()
  object.loadFromArray(context, read(name))
  return object
}

function compute(context, operation) {
  const out = new seal.Ciphertext()
  operation(out)
  return out
}

function make() {
  const { n, bits, logScale, steps, rotations } = json('setup.json')
  const parms = new seal.EncryptionParameters(seal.SchemeType.ckks)
  parms.setPolyModulusDegree(n)
  parms.setCoeffModulus(seal.CoeffModulus.Create(n, Int32Array.from(bits)))
  saveAll('parms', parms)
  const context = contextOf(parms)
  const generator = new seal.KeyGenerator(context)
  const sk = generator.secretKey()
  saveAll('sk', sk)
  // The keys in use are the seeded ones, loaded again and saved in full.
  const generated = (name, type, seeded) => {
    saveAll(`${name}seed`, seeded)
    const key = loadObject(type, context, `${name}seed.zstd.bin`)
    saveAll(name, key)
    return key
  }
  const pk = generated('pk', 'PublicKey', generator.createPublicKeySerializable())
  const rk = generated('rk', 'RelinKeys', generator.createRelinKeysSerializable())
  const gk = generated('gk', 'GaloisKeys', generator.createGaloisKeysSerializableWithSteps(Int32Array.from(steps)))

  const encoder = new seal.CKKSEncoder(context), scale = 2 ** logScale
  const x = Float64Array.from({ length: n / 2 }, (_, i) => Math.sin(i + 1)), y = x.map((v, i) => Math.cos(3 * i) / 2)
  const [px, py] = [x, y].map(values => {
    const plain = new seal.Plaintext()
    encoder.encode(values, scale, plain)
    return plain
  })
  saveJson('x.json', [...x])
  saveJson('y.json', [...y])
  saveAll('pt', px)
  save('pty.bin', py)
  const encryptor = new seal.Encryptor(context, pk)
  encryptor.setSecretKey(sk)
  const cx = compute(context, out => encryptor.encrypt(px, out)), cy = compute(context, out => encryptor.encryptSymmetric(py, out))
  saveAll('ct', cx)
  save('cty.bin', cy)
  saveAll('ctseed', encryptor.encryptSymmetricSerializable(px))

  const evaluator = new seal.Evaluator(context)
  const result = (name, operation) => {
    const out = compute(context, operation)
    save(`result.${name}.bin`, out)
    return out
  }
  result('add', out => evaluator.add(cx, cy, out))
  result('subtract', out => evaluator.sub(cx, cy, out))
  result('negate', out => evaluator.negate(cx, out))
  result('addplain', out => evaluator.addPlain(cx, py, out))
  result('subtractplain', out => evaluator.subPlain(cx, py, out))
  result('multiplyplain', out => evaluator.multiplyPlain(cx, py, out))
  result('droplevel', out => evaluator.cipherModSwitchToNext(cx, out))
  const square = result('square', out => evaluator.square(cx, out))
  const product = result('multiply', out => evaluator.multiply(cx, cy, out))
  result('subtractsizes', out => evaluator.sub(compute(context, o => evaluator.multiplyPlain(cx, py, o)), product, out))
  result('rescale3', out => evaluator.rescaleToNext(product, out))
  const relinearized = result('relinearize', out => evaluator.relinearize(square, rk, out))
  const rescaled = result('rescale', out => evaluator.rescaleToNext(relinearized, out))
  for (const step of rotations) result(`rotate${step}`, out => evaluator.rotateVector(cx, step, gk, out))
  result('rotaterescaled', out => evaluator.rotateVector(rescaled, 1, gk, out))
  if (steps.includes(0)) result('conjugate', out => evaluator.complexConjugate(cx, gk, out))
}

function use() {
  const context = loadParms('parms.bin')
  const evaluator = new seal.Evaluator(context), encoder = new seal.CKKSEncoder(context)
  const sk = loadObject('SecretKey', context, 'sk.bin'), pk = loadObject('PublicKey', context, 'pk.bin')
  const rk = loadObject('RelinKeys', context, 'rk.bin'), gk = loadObject('GaloisKeys', context, 'gk.bin')
  const pt = loadObject('Plaintext', context, 'pt.bin'), ct = loadObject('Ciphertext', context, 'ct.bin')
  const decryptor = new seal.Decryptor(context, sk), encryptor = new seal.Encryptor(context, pk)
  const step = operation => compute(context, operation)
  const squared = step(o => evaluator.square(ct, o)), relinearized = step(o => evaluator.relinearize(squared, rk, o))
  const rescaled = step(o => evaluator.rescaleToNext(relinearized, o)), rotated = step(o => evaluator.rotateVector(rescaled, 1, gk, o))
  const back = step(o => evaluator.rotateVector(rotated, -1, gk, o)), result = step(o => evaluator.complexConjugate(rotated, gk, o))
  save('result.bin', result)
  save('back.bin', back)
  save('encrypted.bin', step(o => encryptor.encrypt(pt, o)), modes.zstd)
  const plain = new seal.Plaintext()
  decryptor.decrypt(ct, plain)
  saveJson('decoded.json', { ct: [...encoder.decodeFloat64(plain)], pt: [...encoder.decodeFloat64(pt)] })
}

function decrypt() {
  const context = loadParms('parms.bin')
  const decryptor = new seal.Decryptor(context, loadObject('SecretKey', context, 'sk.bin')), encoder = new seal.CKKSEncoder(context)
  const decoded = {}
  for (const name of json('names.json')) {
    const plain = new seal.Plaintext(), ct = loadObject('Ciphertext', context, name)
    decryptor.decrypt(ct, plain)
    decoded[name] = [...encoder.decodeFloat64(plain)]
    ct.delete()
    plain.delete()
  }
  saveJson('decoded.json', decoded)
}

function loadAll() {
  const context = loadParms('parms.bin'), loaded = {}
  for (const { name, type } of json('names.json')) {
    try {
      loadObject(type, context, name).delete()
      loaded[name] = ''
    } catch (error) {
      loaded[name] = [error.message].flat().join(': ') || 'refused'
    }
  }
  saveJson('loaded.json', loaded)
}

try {
  ({ make, use, decrypt, load: loadAll })[command]()
} catch (error) {
  console.error([error.message].flat().join(': '))
  console.error(error.stack)
  process.exitCode = 1
}
