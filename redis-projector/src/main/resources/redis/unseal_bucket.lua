-- Has a bucket be applied to again, because what was about to replace its generation never will, or
-- has replaced but one game of it.
--
-- KEYS[1]  hash    what is closed in the bucket
-- ARGV[1]  text    id of the generation that sealed it, which is not being filled any more
--
-- Returns 1, or 0 when another one has sealed it, or none.

if redis.call('HGET', KEYS[1], 'sealed') ~= ARGV[1] then
  return 0
end
return redis.call('HDEL', KEYS[1], 'sealed')
