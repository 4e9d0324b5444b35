#!/bin/sh
# cli.sh KARTBLAD: the command line as a user types it.  Prints TAP lines.  What is expected is worked
# out by hand from the inputs, which are made up here unless they are the Stockholm atlas.
set -u
kartblad=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
number=0 failed=0

is() { # NAME WANTED GOT
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        failed=$((failed + 1))
        echo "not ok $number - $1"
        printf '# wanted: %s\n#    got: %s\n' "$2" "$3"
    fi
}
has() { # NAME PART TEXT
    case $3 in *"$2"*) is "$1" x x ;; *) is "$1" "...$2..." "$3" ;; esac
}
fails() { # NAME STATUS PART COMMAND...: one line on standard error with PART, nothing written
    name=$1 want=$2 part=$3
    shift 3
    timeout 60 "$@" > "$dir/out" 2> "$dir/err" < /dev/null
    is "$name: status" "$want" $?
    has "$name: message" "$part" "$(cat "$dir/err")"
    is "$name: one line" 1 "$(wc -l < "$dir/err" | tr -d ' ')"
}
# SIGNAL ARG...: serves until it says its address, then sends it the signal; its status.  (A shell's own
# background jobs ignore SIGINT: env takes that back.)
serve_and_send() {
    signal=$1
    shift
    : > "$dir/address"
    env --default-signal=INT "$kartblad" serve "$@" --listen 127.0.0.1:0 > "$dir/address" 2> "$dir/log" &
    pid=$! waited=0
    while [ ! -s "$dir/address" ] && kill -0 $pid 2> /dev/null && [ $waited -lt 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    kill -s "$signal" $pid
    wait $pid
}
stockholm="-a shapes/stockholm"

# ---- help, versions
has "overview lists the commands" "kartblad classify" "$("$kartblad" --help)"
for c in serve tile image poster compare profile legend stats check inspect classify ramps; do
    has "$c --help" "kartblad $c " "$("$kartblad" $c --help)"
done
has "tile --help lists the look's options" "--border-width" "$("$kartblad" tile --help)"
has "licenses of what is embedded" "SIL OPEN FONT LICENSE" \
    "$("$kartblad" --licenses | tr a-z A-Z | sed 's/OFL-1.1/SIL OPEN FONT LICENSE/')"
has "licenses: Leaflet" "Agafonkin" "$("$kartblad" --licenses)"
fails "no such command" 2 "no command" "$kartblad" draw
fails "no such option" 2 "--colour" "$kartblad" tile $stockholm --colour red 10/563/301 -o "$dir/x.png"

# ---- tile
"$kartblad" tile $stockholm -i violence 10/563/301 -o "$dir/t.png"
is "tile: status" 0 $?
is "tile is a PNG" "89504e470d0a1a0a" "$(od -An -tx1 -N8 "$dir/t.png" | tr -d ' \n')"
is "tile is 256 px" "0000010000000100" "$(od -An -tx1 -j16 -N8 "$dir/t.png" | tr -d ' \n')"
"$kartblad" tile $stockholm -i violence 10/563/301 --scale 2 -o "$dir/t2.png"
is "tile at scale 2 is 512 px" "0000020000000200" "$(od -An -tx1 -j16 -N8 "$dir/t2.png" | tr -d ' \n')"
"$kartblad" tile $stockholm -i violence 10/563/301 -o - | cmp -s - "$dir/t.png"
is "tile to standard output is the same" 0 $?
fails "tile that does not exist" 2 "does not exist" "$kartblad" tile $stockholm 3/9/1 -o "$dir/x.png"
fails "tile without -o" 2 "-o FILE.png" "$kartblad" tile $stockholm 3/1/1
fails "unknown indicator" 1 "no indicator \"violins\"" "$kartblad" tile $stockholm -i violins 3/1/1 -o "$dir/x.png"
fails "bad look" 2 "classes: \"99\" is not allowed" "$kartblad" tile $stockholm --classes 99 3/1/1 -o "$dir/x.png"
fails "target that is not there" 1 "reference: violence has no target" "$kartblad" tile $stockholm -i violence --reference target 3/1/1 -o "$dir/x.png"
fails "group that is not there" 1 "no group \"jarvafaltet\"; it has vasterort, inre-staden" "$kartblad" tile $stockholm -i violence --groups jarvafaltet 3/1/1 -o "$dir/x.png"
"$kartblad" tile $stockholm -i violence --groups jarva 10/562/300 -o "$dir/t3.png"
is "tile with a group" 0 $?
"$kartblad" tile $stockholm -i violence 10/562/300 -o - | cmp -s - "$dir/t3.png"
is "tile with a group is another" 1 $?
fails "folder that is not there" 1 "cannot create" "$kartblad" tile $stockholm 3/1/1 -o "$dir/none/x.png"
is "nothing was written" "" "$(ls "$dir" | grep x.png)"

# ---- image
"$kartblad" image $stockholm -i violence --size 300x400 -o "$dir/i.png"
is "image: status" 0 $?
is "image is of the size" "0000012c00000190" "$(od -An -tx1 -j16 -N8 "$dir/i.png" | tr -d ' \n')"
"$kartblad" image $stockholm -i violence --size 300x400 --scale 2 -o "$dir/i2.png"
is "image at scale 2" "0000025800000320" "$(od -An -tx1 -j16 -N8 "$dir/i2.png" | tr -d ' \n')"
"$kartblad" image $stockholm -i violence --lang sv --title "Egen titel" --legend --source -o "$dir/i.svg"
has "image has the title given" ">Egen titel</text>" "$(cat "$dir/i.svg")"
has "image has unit and period" ">per 1 000 invånare, " "$(cat "$dir/i.svg")"
has "image has the legend" ">Hela staden 13,5</text>" "$(cat "$dir/i.svg")"
has "image has the source" ">Källa: " "$(cat "$dir/i.svg")"
has "image tells what it shows" "Högst: Skärholmen" "$("$kartblad" image $stockholm -i violence --json)"
has "image of an empty box warns" "outside of the layer" \
    "$("$kartblad" image $stockholm --bbox 1,1,2,2 -o "$dir/empty.pdf" 2>&1)"
is "and is drawn" "%PDF-1.5" "$(head -c 8 "$dir/empty.pdf")"
fails "image without -o" 2 "-o FILE.png" "$kartblad" image $stockholm
fails "image of another kind" 2 ".png, .svg or .pdf" "$kartblad" image $stockholm -o "$dir/x.gif"
fails "image: bad size" 2 "size: \"9x9\" is not allowed" "$kartblad" image $stockholm --size 9x9 -o "$dir/x.png"
fails "image: too many pixels" 2 "16000000 are allowed" "$kartblad" image $stockholm --size 4000x4000 --scale 2 -o "$dir/x.png"
fails "image: too small" 1 "at this width at least 300x" "$kartblad" image $stockholm --size 300x100 --legend -o "$dir/x.png"
fails "image: size twice" 2 "given twice" "$kartblad" image $stockholm --size 99x99 --size 98x98 -o "$dir/x.png"

# ---- poster
"$kartblad" poster $stockholm -i violence --lang sv --paper A4 --landscape --title "Egen titel" -o "$dir/p.svg"
is "poster: status" 0 $?
has "poster has the title given" ">Egen titel</text>" "$(cat "$dir/p.svg")"
has "poster has the legend" ">Hela staden 13,5</text>" "$(cat "$dir/p.svg")"
has "poster has the districts" ">Skärholmen</text>" "$(cat "$dir/p.svg")"
"$kartblad" poster $stockholm -i rental --bivariate low_standard --paper A4 -o "$dir/b.svg"
is "poster of two indicators: status" 0 $?
has "poster of two indicators has both titles" ">Rental housing and low economic standard in Stockholm</title>" "$(cat "$dir/b.svg")"
has "poster of two indicators has the districts as points" ">The same 74 districts as points</text>" "$(cat "$dir/b.svg")"
fails "bivariate: another layer" 1 "bivariate: population lies on the layer districts, rental on neighborhoods" \
    "$kartblad" legend $stockholm -i rental --bivariate population -o "$dir/x.png"
fails "bivariate: reference" 1 'reference: "whole" does not go with bivariate' \
    "$kartblad" legend $stockholm -i rental --bivariate low_standard --reference whole -o "$dir/x.png"
"$kartblad" poster $stockholm -i violence --paper A5 --dpi 72 -o "$dir/p.png"
is "poster is of the size" "000001a400000254" "$(od -An -tx1 -j16 -N8 "$dir/p.png" | tr -d ' \n')"
fails "poster without -o" 2 "-o FILE.pdf" "$kartblad" poster $stockholm
fails "poster of another kind" 2 ".pdf, .svg or .png" "$kartblad" poster $stockholm -o "$dir/x.gif"
fails "poster: bad paper" 2 "paper: \"B5\" is not allowed: A5, A4" "$kartblad" poster $stockholm --paper B5 -o "$dir/x.pdf"
fails "poster: too many pixels" 2 "at most 278 dpi" "$kartblad" poster $stockholm --paper A0 --dpi 600 -o "$dir/x.png"
fails "poster takes no size" 2 "there is no option --size" "$kartblad" poster $stockholm --size 9x9 -o "$dir/x.pdf"

# ---- compare, profile: valdsbrott_per_1000 of 2024 is 18.8 in Skärholmen, 13.5 in the whole city
"$kartblad" compare $stockholm --districts "Skärholmen,soderort" --indicators violence,population@change --lang sv -o "$dir/c.json"
is "compare: status" 0 $?
has "compare has the figure" '"text": "18,8"' "$(cat "$dir/c.json")"
has "compare has the difference" '"difference": 5.3' "$(cat "$dir/c.json")"
has "compare to standard output is JSON" '"rank": {' "$("$kartblad" compare $stockholm --districts Bromma --indicators violence -o -)"
"$kartblad" compare $stockholm --districts "Skärholmen" --indicators violence -o "$dir/c.csv"
has "compare as a table" ",18.8,present,0,13.5,whole,5.3," "$(cat "$dir/c.csv")"
for f in svg png pdf; do
    "$kartblad" compare $stockholm --districts "Järva,Bromma" --paper A5 --dpi 50 -o "$dir/c.$f"
    is "compare as $f" 0 $?
done
"$kartblad" profile $stockholm --district "Skärholmen" --lang sv --paper A5 -o "$dir/pr.pdf"
is "profile is a PDF" "%PDF-1.5" "$(head -c 8 "$dir/pr.pdf")"
has "profile of a group" '"id": "soderort"' "$("$kartblad" profile $stockholm --district soderort -o -)"
"$kartblad" profile $stockholm --district all -o "$dir/book.pdf"
is "a book has 11 pages or more" yes "$([ "$(pdfinfo "$dir/book.pdf" | awk '/^Pages/ {print $2}')" -ge 11 ] && echo yes)"
fails "compare whom?" 2 "--districts KEY" "$kartblad" compare $stockholm -o "$dir/x.pdf"
fails "compare with one that is not there" 1 'the nearest is "Järva"' "$kartblad" compare $stockholm --districts Jarva -o "$dir/x.pdf"
fails "compare five" 1 "at most 4 can be told apart" "$kartblad" compare $stockholm --districts a,b,c,d,e -o "$dir/x.pdf"
fails "compare as what?" 2 ".svg, .png, .json or .csv" "$kartblad" compare $stockholm --districts Bromma -o "$dir/x.gif"
fails "compare takes no -i" 2 "--indicators" "$kartblad" compare $stockholm --districts Bromma -i violence -o "$dir/x.pdf"
fails "compare takes no look" 2 "there is no option --classes" "$kartblad" compare $stockholm --districts Bromma --classes 4 -o "$dir/x.pdf"
fails "compare: bad paper" 2 "paper: \"B5\" is not allowed" "$kartblad" compare $stockholm --districts Bromma --paper B5 -o "$dir/x.pdf"
fails "compare: too many pixels" 2 "at most 278 dpi" "$kartblad" compare $stockholm --districts Bromma --paper A0 --dpi 600 -o "$dir/x.png"
fails "whose profile?" 2 "--district KEY, or all" "$kartblad" profile $stockholm -o "$dir/x.pdf"
fails "profile has no table" 2 ".png or .json" "$kartblad" profile $stockholm --district Bromma -o "$dir/x.csv"
fails "a book is a PDF" 1 "written as .pdf" "$kartblad" profile $stockholm --district all -o "$dir/x.svg"

# ---- legend
"$kartblad" legend $stockholm -i violence --lang sv -o "$dir/l.svg"
has "legend has its letters" "Anmälda våldsbrott" "$(cat "$dir/l.svg")"
has "legend marks the city" "Hela staden 13,5" "$(cat "$dir/l.svg")"
"$kartblad" legend $stockholm -i violence -o "$dir/l.json"
has "legend as JSON" '"label": "9.0–10.6"' "$(cat "$dir/l.json")"
fails "legend as what?" 2 ".svg, .png or .json" "$kartblad" legend $stockholm -o "$dir/l.pdf"

# ---- stats
out=$("$kartblad" stats $stockholm -i violence --lang sv --with theft)
has "stats: the city as published" "Helheten, som publicerad     13,5" "$out"
has "stats: the highest, by name" "18,8  Skärholmen" "$out"
has "stats: a correlation" "Spearmans rho" "$out"
has "stats warns of few districts" "obs: Få områden har uppgift (11; under 30)" "$out"
has "stats: a group of one district" "Järva                        15,1  1 område, +1,6 mot helheten" "$out"
has "stats: groups as parts" "Theil mellan delar" \
    "$("$kartblad" stats $stockholm -i violence --lang sv --parts vasterort,inre-staden,soderort)"
fails "stats with groups that overlap" 1 "parts: vasterort and jarva overlap" \
    "$kartblad" stats $stockholm -i violence --parts groups
has "stats --json" '"median": 12.6,' "$("$kartblad" stats $stockholm -i violence --json)"
fails "stats with what is not there" 1 'with: atlas stockholm has no indicator "none"' \
    "$kartblad" stats $stockholm -i violence --with none
fails "stats takes no file" 2 "one argument too many" "$kartblad" stats $stockholm x.json

# ---- classify: 1..10; quartiles of type 7 are 3.25, 5.5, 7.75
ten="1 2 3 4 5 6 7 8 9 10"
is "classify --json" \
    '{"method":"quantile","closed":"right","classes":4,"breaks":[3.25, 5.5, 7.75]' \
    "$(echo $ten | "$kartblad" classify --method quantile --classes 4 --json | cut -d, -f1-6 | sed 's/,\([0-9]\)/, \1/g')"
has "classify equal" '"breaks":[4,7]' "$(echo $ten | "$kartblad" classify --method equal --classes 3 --json)"
has "classify jenks finds the gaps" '"breaks":[3,12]' \
    "$(echo 1 2 3 10 11 12 50 51 | "$kartblad" classify --method jenks --classes 3 --json)"
has "classify manual" '"counts":[2,8]' "$(echo $ten | "$kartblad" classify --breaks 2 --json)"
has "classify left-closed" '"counts":[1,9]' "$(echo $ten | "$kartblad" classify --breaks 2 --closed left --json)"
has "classify skips missing" '"missing":2' "$(echo 1 .. 2 NA 3 4 5 6 | "$kartblad" classify --json)"
echo "1 2 x3" | "$kartblad" classify > /dev/null 2> "$dir/err"
is "classify refuses what is no number" 1 $?
has "classify says which" "number 3: \"x3\"" "$(cat "$dir/err")"

# ---- check
out=$("$kartblad" check $stockholm)
is "check: the demo can be trusted" 0 $?
has "check tells the projection" "EPSG:3011" "$out"
has "check tells what was carried over" "population: 2000, 2005, 2011 carried over from population_14: 8 districts as published, 3 put together" "$out"
has "check tells the divisions" "divisions: 117 units in districts, districts14, neighborhoods" "$out"
has "check tells the groups" "group jarva: 1 of districts, 2 of districts14, 11 of neighborhoods" "$out"
has "check --json tells what was carried over" '"period": "2000", "indicator": "population_14", "published": 8, "derived": 3, "missing": 0' \
    "$("$kartblad" check $stockholm -i population --json | tr -d '\n' | tr -s ' ')"
has "check tells the water" "context water: kind water, over; 51 records" "$out"
has "check --json" '"ok": true' "$("$kartblad" check $stockholm -i violence --json)"
has "check --json has the join" '"matched": 11' "$("$kartblad" check $stockholm -i violence --json)"

# ---- check --print
out=$("$kartblad" check $stockholm --print --paper a5)
is "check --print: findings do not fail" 0 $?
has "check --print tells the paper" "print on A5" "$out"
has "check --print tells names without room" "on A5 a name would be under 6 pt in 2 of 11 districts" "$out"
has "check --print tells counts" "violence_count: a count drawn as areas misleads; violence is the one to map" "$out"
out=$("$kartblad" check $stockholm -i violence_count --print --json)
has "check --print --json names the indicator" '"indicator": "violence_count"' "$out"
has "check --print --json names the check" '"check": "count"' "$out"
has "check --json without --print" '"print": null' "$("$kartblad" check $stockholm -i violence --json)"
fails "check --paper without --print" 2 "not given" "$kartblad" check $stockholm --paper A4
fails "check --print on no paper" 2 "one of A5" "$kartblad" check $stockholm --print --paper A7

# ---- no manifest: a made-up table for the eleven districts' names, by the demo's shapefile
printf 'area;score\nBromma;1,5\nFarsta;2,5\nJärva;..\nJarva;9\nNowhere;3\n' > "$dir/v.csv"
plain="-s shapes/stockholm/districts.shp -k KEY -v $dir/v.csv -K area"
"$kartblad" tile $plain 10/563/301 -o "$dir/p.png"
is "map without a manifest" 0 $?
has "one number of decimals for all values, where nobody says" '"decimals": 1' \
    "$("$kartblad" legend $plain -o -)"
out=$("$kartblad" check $plain)
has "check names the stranger" 'no district of layer districts is called "Nowhere"' "$out"
has "check offers the nearest" 'the nearest is "Järva"' "$out"
has "check --json counts the missing" '"missing": 9' "$("$kartblad" check $plain --json)"
cat > "$dir/years.px" <<'PX'
CHARSET="ANSI";
AXIS-VERSION="2000";
CODEPAGE="UTF-8";
TITLE="Made up";
STUB="area";
HEADING="year";
VALUES("area")="Bromma","Farsta";
VALUES("year")="2023","2024";
DATA=
10 11
".." 12;
PX
px="-s shapes/stockholm/districts.shp -k KEY -v $dir/years.px -K area -p year"
has "a PX file without a manifest: its periods" "2023, 2024" "$("$kartblad" check $px)"
has "and its values" '"values": [11, 12]' "$("$kartblad" legend $px -o -)"
has "and those of a period" '"values": [10]' "$("$kartblad" legend $px --period 2023 -o -)"
fails "-s without -k" 2 "needs -k" "$kartblad" tile -s shapes/stockholm/districts.shp 3/1/1 -o "$dir/x.png"
fails "no such field" 1 "no column \"CODE\"; it has: KEY, NAME" "$kartblad" tile -s shapes/stockholm/districts.shp -k CODE 3/1/1 -o "$dir/x.png"
printf 'area;score\nMalmö;1\n' > "$dir/none.csv"
"$kartblad" check -s shapes/stockholm/districts.shp -k KEY -v "$dir/none.csv" -K area > "$dir/out" 2>&1
is "check: a join that matches nothing is an error" 1 $?
printf 'area;score\nBromma;1,234\n' > "$dir/two.csv"
"$kartblad" check -s shapes/stockholm/districts.shp -k KEY -v "$dir/two.csv" -K area -c score > "$dir/out" 2>&1
is "check: an ambiguous number is an error" 1 $?
has "and says so" "1,234" "$(cat "$dir/out")"
printf 'area;score\nBromma;5\nBromma;6\n' > "$dir/twice.csv"
"$kartblad" check -s shapes/stockholm/districts.shp -k KEY -v "$dir/twice.csv" -K area > "$dir/out" 2>&1
is "check: two values for one district are an error" 1 $?

# ---- check: keys that do not meet, and why
printf 'area;score\nBROMMA;1\nFARSTA;2\nJärva;3\n' > "$dir/case.csv"
case="-s shapes/stockholm/districts.shp -k KEY -v $dir/case.csv -K area"
out=$("$kartblad" check $case)
is "check: strangers alone are no error" 0 $?
has "check says once what all strangers have" 'both unmatched keys match but for upper and lower case: "BROMMA" (line 2) for "Bromma"' "$out"
has "check counts its warnings" 'No errors, 1 warning' "$out"
has "check says what to type" '--encoding NAME' "$out"
has "check tells the separator" 'divided by ";"' "$out"
has "check --json names the slip" '"slip": "case"' "$("$kartblad" check $case --json)"
cat > "$dir/atlas.yaml" << EOF
layers:
  new: {shapefile: $PWD/shapes/stockholm/districts.shp, key: KEY}
  old: {shapefile: $PWD/shapes/stockholm/districts14.shp, key: KEY}
values:
  v: {file: mixed.csv, key: area}
indicators:
  - {id: good, layer: new, values: v, title: Good, kind: rate, column: good}
  - {id: bad, layer: new, values: v, title: Bad, kind: rate, column: bad}
EOF
printf 'area;good;bad\nBromma;1;1\nNorrmalm;2;2\n' > "$dir/mixed.csv"
out=$("$kartblad" check -a "$dir")
has "check names the other division" '"Norrmalm" (line 3) is a district of layer old, not of new' "$out"
has "check --json names its layer" '"layer": "old"' "$("$kartblad" check -a "$dir" --json)"
is "check tells what two columns share once" 1 "$(echo "$out" | grep -c Norrmalm)"
serve_and_send TERM -a "$dir"
is "serve logs what did not fit, once" 1 "$(grep -c 'warn .*"Norrmalm" (line 3) is a district of layer old' "$dir/log")"

# ---- what check refuses, nothing draws
printf 'area;good;bad\nBromma;1;1\nFarsta;2;2\nBromma;1;7\n' > "$dir/mixed.csv"
said='indicator "bad": '$dir'/mixed.csv: lines 2 and 4, column "bad", give different values for "Bromma": 1 and 7'
"$kartblad" check -a "$dir" -i good > "$dir/out" 2> "$dir/err"
is "check refuses the atlas" 1 $?
has "check says why" "error: $said" "$(cat "$dir/out")"
has "check says so at the end" "1 error, 0 warnings: this map cannot be trusted." "$(tail -n 1 "$dir/out")"
fails "tile refuses it too" 1 "$said" "$kartblad" tile -a "$dir" -i good 10/563/301 -o "$dir/x.png"
fails "legend refuses it too" 1 "$said" "$kartblad" legend -a "$dir" -i good -o "$dir/x.json"
fails "inspect refuses it too" 1 "$said" "$kartblad" inspect -a "$dir" -i good 10/563/301
fails "serve refuses it too" 1 "$said" "$kartblad" serve -a "$dir" --listen 127.0.0.1:0
printf 'area;good;bad\nBROMMA;1;1\nFARSTA;2;2\n' > "$dir/mixed.csv"
fails "two errors are counted" 1 "2 indicators cannot be trusted (kartblad check tells all); the first: indicator \"good\"" \
    "$kartblad" tile -a "$dir" 10/563/301 -o "$dir/x.png"
out=$("$kartblad" check -a "$dir" -i bad --json)
is "check --json: status" 1 $?
has "check --json: the reason" "both unmatched keys match but for upper and lower case" "$out"

# ---- long lists are cut: 5 indicators with 6 strangers each tell 5 of them and one common "and 1 more"
echo 'area,of,value' > "$dir/mixed.csv"
{
    echo "layers: {new: {shapefile: $PWD/shapes/stockholm/districts.shp, key: KEY}}"
    echo "values: {v: {file: mixed.csv, key: area, value: value}}"
    echo "indicators:"
    for i in 1 2 3 4 5; do
        echo "  - {id: i$i, layer: new, values: v, title: I, kind: rate, where: {of: $i}}"
        echo "Bromma,$i,1" >> "$dir/mixed.csv"
        for j in 1 2 3 4 5 6; do echo "Nowhere at all $j,$i,1" >> "$dir/mixed.csv"; done
    done
} > "$dir/atlas.yaml"
serve_and_send TERM -a "$dir"
is "serve logs 20 warnings" 20 "$(grep -c 'warn .*no district' "$dir/log")"
is "and counts the others" 1 "$(grep -c 'and 6 more warnings: kartblad check tells them' "$dir/log")"
has "check counts all" "26 warnings" "$("$kartblad" check -a "$dir" | tail -n 1)"
is "check -i tells all of one" 6 "$("$kartblad" check -a "$dir" -i i2 | grep -c 'is called "Nowhere')"

# ---- inspect
has "inspect a shapefile" "11 polygons" "$("$kartblad" inspect shapes/stockholm/districts.shp)"
has "inspect a tile" "Bromma" "$("$kartblad" inspect $stockholm -i violence 10/563/301)"
fails "inspect what is no shapefile" 1 "$dir/v.csv" "$kartblad" inspect "$dir/v.csv"

# ---- serve: starts on a free port, answers, ends cleanly on SIGTERM and SIGINT
for signal in TERM INT; do
    serve_and_send $signal $stockholm
    is "serve ends cleanly on SIG$signal" 0 $?
    has "serve prints its address" "http://127.0.0.1:" "$(cat "$dir/address")"
done
fails "address that cannot be" 2 "no address to listen on" "$kartblad" serve $stockholm --listen 127.0.0.1:99999

# ---- classify: every method; 1..10 and made-up numbers, worked by hand
breaks() { # NUMBERS OPTION...
    given=$1
    shift
    echo $given | "$kartblad" classify --json "$@" 2> "$dir/err" | sed 's/.*"breaks":\[\([^]]*\)\].*/\1/'
}
is "classify stddev: mean 1, variance 9" "-5,-2,4,7" "$(breaks "0 0 0 0 0 0 0 0 9" --method stddev)"
is "classify headtail" "3" "$(breaks "1 1 3 5 5" --method headtail)"
is "classify boxplot: quartiles 3, 5, 7" "-3,3,5,7,13" "$(breaks "1 2 3 4 5 6 7 8 100" --method boxplot)"
is "classify pretty" "25,50,75" "$(breaks "1 97" --method pretty --classes 4)"
is "classify maximum" "6,12" "$(breaks "15 1 2 4 8 9" --method maximum --classes 3)"
is "classify geometric" "10,100" "$(breaks "1 1000" --method geometric --classes 3)"
is "classify category" "1,3" "$(breaks "3 1 7 3" --method category)"
out=$(echo $ten | "$kartblad" classify --method unclassed --json)
has "classify unclassed has no breaks" '"breaks":[]' "$out"
has "and no goodness of fit" '"gvf":null' "$out"
has "and says that it is continuous" '"continuous":true' "$out"
out=$(echo $ten | "$kartblad" classify --method boxplot --classes 4 2> "$dir/err")
has "classify in words" "10 values from 1 to 10, 0 missing; 6 classes, right-closed" "$out"
has "classify warns of what it ignores" "--classes is ignored: the method \"boxplot\" decides" "$(cat "$dir/err")"
has "classify says when ties leave fewer" "5 classes were asked for; the values make no more than 2" \
    "$(echo 1 1 1 2 | "$kartblad" classify --method jenks --classes 5)"
echo 0 1 2 | "$kartblad" classify --method geometric > "$dir/out" 2> "$dir/err"
is "classify geometric refuses 0" 1 $?
has "and says what to do" "the value 0 is not above 0; choose a method" "$(cat "$dir/err")"
seq 13 | "$kartblad" classify --method category > "$dir/out" 2> "$dir/err"
is "classify category refuses 13 values" 1 $?
has "and says how many" "13 different values, and at most 12" "$(cat "$dir/err")"
echo .. NA | "$kartblad" classify > "$dir/out" 2> "$dir/err"
is "classify refuses missing alone" 1 $?
has "and says so" "there is no number: all are missing" "$(cat "$dir/err")"
printf '%0200d\n' 1 | "$kartblad" classify > "$dir/out" 2> "$dir/err"
is "classify does not cut a long word in two" 1 $?
printf '1\0002 3\n' | "$kartblad" classify > "$dir/out" 2> "$dir/err"
is "classify does not end a number at a zero byte" 1 $?

# ---- ramps, named looks, legends of all kinds
out=$("$kartblad" ramps teal viridis)
has "ramps tells colors" "#e3eedf #a9d3c3 #5faeb3 #2a7a98 #153f66" "$out"
has "ramps tells license" "CC0-1.0" "$out"
has "ramps --json" '"name":"teal"' "$("$kartblad" ramps --json teal)"
fails "ramps of a name that is none" 1 "viridis" "$kartblad" ramps viridiss
"$kartblad" ramps -o "$dir/ramps.png" --lang sv
is "ramps as a picture" "89504e470d0a1a0a" "$(od -An -tx1 -N8 "$dir/ramps.png" | tr -d ' \n')"
has "ramps as svg" "brown-blue" "$("$kartblad" ramps -o "$dir/ramps.svg"; cat "$dir/ramps.svg")"
fails "a named look that is none" 2 "style: \"drak\" is not allowed: one of dark" \
    "$kartblad" tile $stockholm --style drak 3/1/1 -o "$dir/x.png"
for o in "--style dark" "--method unclassed" "--size embed" "--size poster" "--direction vertical" \
    "--width 200" "--background transparent" "--compact" "--scale 4"; do
    "$kartblad" legend $stockholm -i violence $o -o "$dir/l.png"
    is "legend $o" "0 89504e470d0a1a0a" "$? $(od -An -tx1 -N8 "$dir/l.png" | tr -d ' \n')"
done
fails "legend of no size" 2 "size: \"huge\" is not allowed: embed, page or poster" \
    "$kartblad" legend $stockholm --size huge -o "$dir/x.png"
fails "legend too narrow" 2 "width: \"9\" is not allowed: a whole number from 160" \
    "$kartblad" legend $stockholm --width 9 -o "$dir/x.png"
out=$("$kartblad" legend $stockholm -i area_type --lang sv -o -)
has "a category's classes have names" '"1 stora utmaningar"' "$out"
has "a count offers its rate" '"rate": {' "$("$kartblad" legend $stockholm -i crime_count -o -)"
has "the legend names its map" '"hash": "' "$out"

# ---- skeletons
out=$("$kartblad" inspect $stockholm -i violence 10/563/301 -o "$dir/slots.png")
has "inspect tells the skeleton" "skeleton: indexed" "$out"
is "inspect draws the slots" "89504e470d0a1a0a" "$(od -An -tx1 -N8 "$dir/slots.png" | tr -d ' \n')"
has "inspect --json too" '"kind": "indexed"' "$("$kartblad" inspect $stockholm -i violence 10/563/301 --json)"
has "a hatched one says so" "hatched in" "$("$kartblad" inspect $stockholm -i area_type 10/563/301)"
fails "a cache of nothing" 2 "cache-mb: \"1\" is not allowed: a whole number from 16" \
    "$kartblad" serve $stockholm --cache-mb 1

# ---- check: symbols, numbers in two ways, looks
printf 'key,v\nBromma,"1,234"\nFarsta,..\n' > "$dir/two.csv"
fails "a column that can be read in two ways" 1 "decimal" "$kartblad" tile -s shapes/stockholm/districts.shp \
    -k KEY -v "$dir/two.csv" -K key 9/281/150 -o "$dir/x.png"
printf 'key,v\nBromma,"1,234"\nFarsta,*\nNorrmalm,*\n' > "$dir/two.csv"
cat > "$dir/atlas.yaml" <<END
layers: {d: {shapefile: $PWD/shapes/stockholm/districts.shp, key: KEY}}
values: {v: {file: two.csv, key: key, decimal: ",", suppressed: ["*"]}}
indicators: [{id: i, layer: d, values: v, column: v, title: I, kind: count}]
look: {ramp: pastel1}
END
out=$("$kartblad" check -a "$dir")
has "check lists the symbols" '"*": 2 suppressed' "$out"
has "check warns of counts" "a count drawn as areas misleads" "$out"
"$kartblad" tile -s shapes/stockholm/districts.shp -k KEY -v "$dir/atlas.yaml" -K key 9/281/150 -o "$dir/x.png" 2> "$dir/err"
is "a manifest is no table" 1 $?
printf 'key,v\nBromma,"1,234"\nFarsta,"2,5"\nSödermalm,"7,1"\nJärva,"9,9"\nSkärholmen,"8"\n' > "$dir/two.csv"
sed -i 's/kind: count/kind: rate/; s/pastel1/set3/' "$dir/atlas.yaml"
has "check names a better ramp" "the nearest ramp that passes is" "$("$kartblad" check -a "$dir" 2>&1)"
printf 'key,v\nBromma,"1,234"\n' > "$dir/two.csv"
"$kartblad" tile -s shapes/stockholm/districts.shp -k KEY -v "$dir/two.csv" -K key --decimal , 9/281/150 -o "$dir/x.png"
is "--decimal settles it" 0 $?

echo "1..$number"
[ $failed = 0 ]
