# Sourced by the scripts that let system calls fail; needs $scene, $scratch, the array `command`, and a function
# `begin SCENE` that makes everything as it was.
# shellcheck shell=bash disable=SC2034,SC2154

# try CALL NUMBER INJECTION: runs the command once, with one call disturbed.
try() {
  what="$scene: $1 number $2, $3"
  tried=$((tried + 1))
  begin "$scene"
  status=0
  # The shell itself tells of a killed child.
  {
    timeout 20 strace -qq -e "trace=$1" -e "inject=$1:$3:when=$2" -o /dev/null \
      "${command[@]}" >"$scratch/out" 2>"$scratch/err" || status=$?
  } 2>/dev/null
}
