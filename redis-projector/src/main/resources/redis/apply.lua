-- Applies one chunk of one partition to one bucket, or nothing at all.
--
-- KEYS[1]  hash    positions of the bucket: partition -> last applied offset, inclusive
-- KEYS[2]  hash    what is closed in the bucket as of the partition: game -> through, ms since 1970
-- KEYS[3]  hash    state of the bucket: sealed -> the generation that is about to replace this one,
--                  see seal_bucket.lua; joins.<partition> -> how many fills of games were joined;
--                  closings -> how many closings it has taken
-- KEYS[4..]        of each operation, in order:
--          zset    its board: member -> sort key, smaller is better
--          hash    user id -> time; only where times are remembered: of 'last' and 'earliest'.
--                  Of 'earliest' also NUL and user id -> the time that decides, where it is another
--                  than the one at which the score was reached: of 'last' that of the last event, of
--                  a sum '' as long as nothing but 0 was added
--          zset    the periods of the board's shard; only where the operation names its period
--
-- ARGV[1]  integer partition
-- ARGV[2]  integer position that the sender expects; compared as text, -1 for "nothing yet"
-- ARGV[3]  integer position after this chunk
-- ARGV[4]  integer count of joins that the sender knows of, compared as text; '' to compare nothing
-- ARGV[5]  integer count of closings; then for each: field and value of KEYS[2]
-- then     integer count of operations; then for each:
--          kind    best: the smaller sort key stays, of equal ones the one reached earlier
--                  sum:  adds what was folded for each user; reached when the latest occurred
--                  each: adds event by event, in order; one that leaves the range is left out
--                  last: the one of the later time stays, of equal ones that of this chunk
--                  In 'earliest', where the same value again was reached before, event by event
--          ties    shared: a member is a user id; earliest: a time and then a user id
--          text    id of the period, to be listed; '' when it is already, or is all time
--          integer n, count of entries
--          integer of sum the largest sum of absolute deltas folded for any user; else 0
--          n entries: sort key or delta, user id, and where there is a hash of times the time:
--          ten digits of base 32, see SortableTime; of 'sum' and '-' where nothing but 0 was added.
--          Times are compared as numbers, because the order of texts in Lua is that of the server's
--          locale.
--          User ids differ within an operation, except of those event by event. A key occurs in one
--          operation.
--
-- Returns  {'OK', n}     applied; n events of 'each' were left out
--          {'MOVED', p}  the position is p ('' for none), or a fill was joined that the sender does
--                        not know of: nothing was changed
--          {'SEALED', g} generation g takes the place of this one: nothing was changed, nothing will be
--          {'RANGE'}     a sum might leave the range: nothing was changed, to be sent again as each
--          {'BAD', why}  never applicable: nothing was changed
--
-- Why all or nothing. Redis runs a script alone, but does not roll back what it wrote before an
-- error. So everything that can fail is done first: the position, the keys' types, every number and
-- every sum. Only then come the writes, and of what can still refuse a write (memory, a replica,
-- a full disk) Redis decides on the script's first one, and lets a script that has written go on.
-- The first one is never a removal, which a full Redis would take for harmless.
-- The position is written last: were the process to die in between, the append-only file holds a
-- script's writes as one transaction, which is replayed whole or dropped.
--
-- Why exactly once. The position changes only here and with the writes it stands for; it grows with
-- each chunk. A chunk that comes again, or from a former owner, expects one that is gone. Of a
-- bucket that is being loaded or restored it is less than -1, which nobody expects: so a chunk is
-- never folded onto half a load, whoever sends it.
--
-- Numbers have at most 15 digits, which doubles hold exactly; they are never turned into text by
-- Lua itself, which rounds to 14 digits.

local MAX = 999999999999999
local TIME_DIGITS = 10
-- Values of one write; even, so that pairs stay together.
local PIECE = 1000

local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored ~= ARGV[2] then
  return {'MOVED', stored or ''}
end
local state = redis.call('HMGET', KEYS[3], 'sealed', 'joins.' .. ARGV[1])
if ARGV[4] ~= '' and (state[2] or '0') ~= ARGV[4] then
  return {'MOVED', stored .. ', joined by ' .. (state[2] or '0') .. ' fill(s)'}
end

-- What is to be written, in order: command, key, arguments, first and last of them, option.
local writes = {}
local leftOut = 0
-- The answer, once it is clear that nothing is to be written.
local refusal = nil

local function bad(why)
  refusal = refusal or {'BAD', why}
end

local function requireType(key, expected)
  local found = redis.call('TYPE', key).ok
  if found ~= expected and found ~= 'none' then
    bad('not a ' .. expected .. ': ' .. key)
  end
end

local function inRange(number)
  return number and number >= -MAX and number <= MAX
end

local function number(text)
  local value = tonumber(text)
  if not inRange(value) then
    bad('not a number of 15 digits: ' .. tostring(text))
    return 0
  end
  return value
end

local function time(text)
  local value = text and #text == TIME_DIGITS and tonumber(text, 32)
  if not value then
    bad('not a time: ' .. tostring(text))
    return 0
  end
  return value
end

local function write(command, key, arguments, first, last, option)
  writes[#writes + 1] = {command, key, arguments, first, last, option}
end

-- How an entry changes a standing: held score, the time at which it was reached and the one that
-- decides (nil where times are not remembered, and when there is none; NEVER as long as nothing but 0
-- was added), score and time of the entry, the operation, and whether it adds nothing but 0. Returns
-- the new score, nil when nothing changes; whether it was reached at the entry's time; and what
-- decides then: true for the entry's time, NEVER, or nil for what did.
local NEVER = -1
local fold = {}

function fold.best(held, reached, decided, value, at)
  if held and (held < value or (held == value and reached <= at)) then
    return nil
  end
  return value, true, true
end

local function add(held, reached, decided, sum, at, zeros)
  if zeros then
    if held and (decided ~= NEVER or at <= reached) then
      return nil
    end
    return sum, true, NEVER
  end
  if not held or not decided or at > decided then
    return sum, true, true
  end
  return sum
end

function fold.sum(held, reached, decided, value, at, op, zeros)
  -- Every sum on the way lies within held +- bound.
  if math.abs(held or 0) + op.bound > MAX then
    refusal = refusal or {'RANGE'}
  end
  return add(held, reached, decided, (held or 0) + value, at, zeros)
end

function fold.each(held, reached, decided, value, at, op)
  local sum = (held or 0) + value
  if not inRange(sum) then
    leftOut = leftOut + 1
    return nil
  end
  return add(held, reached, decided, sum, at, op.times and value == 0)
end

function fold.last(held, reached, decided, value, at, op)
  if held and decided > at then
    return nil
  end
  return value, not (op.earliest and held == value), true
end

-- The users of an operation, each once, and for each entry the number of its user.
local function users(op)
  local each, numbers, known = {}, {}, {}
  for i = 1, op.n do
    local user = ARGV[op.first + (i - 1) * op.size + 1]
    local n = op.repeats and known[user] or #each + 1
    each[n] = user
    known[user] = n
    numbers[i] = n
  end
  return each, numbers
end

-- Where another time decides than the one at which a score was reached, by the number of the user.
local function marks(op, each, scores)
  local found = {}
  local asked, of = {}, {}
  for i = 1, #each do
    -- A sum that is not 0 has something else than 0 in it.
    if scores[i] and (op.kind == 'last' or scores[i] == 0) then
      asked[#asked + 1] = '\0' .. each[i]
      of[#of + 1] = i
    end
  end
  if #asked > 0 then
    for k, mark in ipairs(redis.call('HMGET', op.times, unpack(asked))) do
      found[of[k]] = mark
    end
  end
  return found
end

-- What the users have now: members, scores, times and the texts of these; no member where there is
-- no standing.
local function standings(op, each)
  local times = op.times and redis.call('HMGET', op.times, unpack(each)) or {}
  local members, scores, reached, decided = {}, {}, {}, {}
  for i, user in ipairs(each) do
    members[i] = op.earliest and (times[i] or '') .. user or user
  end
  local held = redis.call('ZMSCORE', op.board, unpack(members))
  for i = 1, #each do
    -- Without a time the text asked for is no member of this user, but may be one of another's.
    local isHeld = held[i] and (not op.times or times[i])
    if isHeld then
      scores[i] = number(held[i])
      reached[i] = op.times and time(times[i]) or nil
      decided[i] = reached[i]
    else
      members[i] = nil
      if op.times and times[i] then
        bad('a time without a score: ' .. op.board)
      end
    end
  end
  local marked = {}
  if op.earliest and op.kind ~= 'best' then
    marked = marks(op, each, scores)
    for i, mark in pairs(marked) do
      if mark then
        decided[i] = mark == '' and NEVER or time(mark)
      end
    end
  end
  return members, scores, reached, decided, marked
end

-- Reads what the users have, folds the entries in and notes what is to be written.
local function foldIn(op)
  if op.bound > MAX then
    refusal = {'RANGE'}
    return
  end
  local each, numbers = users(op)
  local members, scores, reached, decided, marked = standings(op, each)
  local changed, texts, decidedTexts = {}, {}, {}
  for i = 1, op.n do
    local argument = op.first + (i - 1) * op.size
    local n = numbers[i]
    local value = number(ARGV[argument])
    local text, at, zeros
    if op.times then
      text = ARGV[argument + 2]
      zeros = #text == TIME_DIGITS + 1 and string.sub(text, -1) == '-'
      text = zeros and string.sub(text, 1, TIME_DIGITS) or text
      at = time(text)
    end
    if refusal then
      return
    end
    local score, isReached, decides =
      fold[op.kind](scores[n], reached[n], decided[n], value, at, op, zeros)
    if score then
      scores[n] = score
      changed[n] = true
      if op.times then
        if isReached then
          reached[n] = at
          texts[n] = text
        end
        if decides then
          decided[n] = decides == NEVER and NEVER or at
          decidedTexts[n] = decides == NEVER and '' or text
        end
      end
    end
  end
  local added, removed, times, unmarked = {}, {}, {}, {}
  for n, user in ipairs(each) do
    if changed[n] then
      local member = op.earliest and (texts[n] and texts[n] .. user or members[n]) or user
      if members[n] and members[n] ~= member then
        removed[#removed + 1] = members[n]
      end
      added[#added + 1] = string.format('%.0f', scores[n])
      added[#added + 1] = member
      if texts[n] then
        times[#times + 1] = user
        times[#times + 1] = texts[n]
      end
      if op.earliest and decided[n] ~= reached[n] then
        if decidedTexts[n] then
          times[#times + 1] = '\0' .. user
          times[#times + 1] = decidedTexts[n]
        end
      elseif marked[n] then
        unmarked[#unmarked + 1] = '\0' .. user
      end
    end
  end
  if #added > 0 then
    write('ZADD', op.board, added, 1, #added)
  end
  if #removed > 0 then
    write('ZREM', op.board, removed, 1, #removed)
  end
  if #times > 0 then
    write('HSET', op.times, times, 1, #times)
  end
  if #unmarked > 0 then
    write('HDEL', op.times, unmarked, 1, #unmarked)
  end
end

-- Where nothing but the smallest is kept, Redis itself compares.
local function keepSmallest(op)
  for i = op.first, op.last, op.size do
    number(ARGV[i])
  end
  write('ZADD', op.board, ARGV, op.first, op.last, 'LT')
end

local key, arg = 4, 6
requireType(KEYS[2], 'hash')
requireType(KEYS[3], 'hash')
if not refusal and state[1] then
  return {'SEALED', state[1]}
end
local closings = tonumber(ARGV[5])
if closings > 0 then
  write('HSET', KEYS[2], ARGV, arg, arg + 2 * closings - 1)
  for i = arg + 1, arg + 2 * closings - 1, 2 do
    if not tonumber(ARGV[i]) then
      bad('not a number: ' .. ARGV[i])
    end
  end
  arg = arg + 2 * closings
end
local count = tonumber(ARGV[arg])
arg = arg + 1
for _ = 1, count do
  local op = {kind = ARGV[arg], earliest = ARGV[arg + 1] == 'earliest', n = tonumber(ARGV[arg + 3]),
    bound = tonumber(ARGV[arg + 4]), first = arg + 5, board = KEYS[key]}
  if not fold[op.kind] or not op.n or not op.bound then
    return {'BAD', 'unknown operation: ' .. tostring(op.kind)}
  end
  requireType(op.board, 'zset')
  key = key + 1
  if op.earliest or op.kind == 'last' then
    op.times = KEYS[key]
    requireType(op.times, 'hash')
    key = key + 1
  end
  op.repeats = op.kind == 'each' or (op.kind == 'last' and op.earliest)
  op.size = op.times and 3 or 2
  op.last = op.first + op.size * op.n - 1
  if ARGV[arg + 2] ~= '' then
    requireType(KEYS[key], 'zset')
    write('ZADD', KEYS[key], {'0', ARGV[arg + 2]}, 1, 2)
    key = key + 1
  end
  if not refusal then
    if op.kind == 'best' and not op.times then
      keepSmallest(op)
    else
      foldIn(op)
    end
  end
  if refusal then
    return refusal
  end
  arg = op.last + 1
end
if refusal then
  return refusal
end

for _, w in ipairs(writes) do
  -- Lua takes no more than some thousand values at once, and there may be as many closings.
  for first = w[4], w[5], PIECE do
    local last = math.min(first + PIECE - 1, w[5])
    if w[6] then
      redis.call(w[1], w[2], w[6], unpack(w[3], first, last))
    else
      redis.call(w[1], w[2], unpack(w[3], first, last))
    end
  end
end
if closings > 0 then
  redis.call('HINCRBY', KEYS[3], 'closings', closings)
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return {'OK', leftOut}
