-- For wrk: asks for the paths in a file, one after the other, over and over.
local paths, at = {}, 0

function init(args)
    for line in io.lines(args[1]) do paths[#paths + 1] = wrk.format("GET", line) end
end

function request()
    at = at % #paths + 1
    return paths[at]
end
