-- wrk script: posts the lines of DOUANE_BENCH_REQUESTS in turn; with DOUANE_BENCH_REQUESTS unset, GETs the empty endpoint.
local bodies = {}
local path = os.getenv("DOUANE_BENCH_REQUESTS")
local key = os.getenv("DOUANE_BENCH_KEY")
if path then
  for line in io.lines(path) do
    bodies[#bodies + 1] = line
  end
end
local at = 0

wrk.headers["Authorization"] = "Bearer " .. key
wrk.headers["Content-Type"] = "application/json"

request = function()
  if #bodies == 0 then
    return wrk.format("GET")
  end
  at = at % #bodies + 1
  return wrk.format("POST", nil, nil, bodies[at])
end

done = function(summary, latency, requests)
  io.write(string.format(
    "RESULT requests=%d seconds=%.3f p50_us=%d p99_us=%d errors=%d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
