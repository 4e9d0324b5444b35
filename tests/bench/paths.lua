-- For wrk: asks for the paths in a file, one after the other, over and over.  Arguments: the file, then
-- a header's name and value, if there is one.
local paths, at = {}, 0

function init(args)
    local headers = args[2] and { [args[2]] = args[3] }
    for line in io.lines(args[1]) do paths[#paths + 1] = wrk.format("GET", line, headers) end
end

function request()
    at = at % #paths + 1
    return paths[at]
end
