// Command peer answers questions about the wire format: one line of JSON for each on standard input,
// one on standard output. Data in them is written with the escapes of WIRE.md's section 16, bytes in
// hexadecimal.
//
//	{"op": "encode", "codec": "cbor", "data": [1, {"$bytes": "AQ=="}]}
//	{"result": {"bytes": "82014101", "md5": "…", "sha256": "…"}}
//	{"op": "decode", "codec": "cbor", "bytes": "ff"}
//	{"error": {"code": "STASH_CORRUPTED", "message": "…"}}
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"kstash/wire"
)

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers until the questions end. It fails where one is no question.
func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewReader(in)
	answers := bufio.NewWriter(out)
	for {
		line, err := lines.ReadString('\n')
		if line == "" && err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		question, err := parseJSON(line)
		if err != nil {
			return err
		}
		answer, err := ask(fields{question.(wire.Object)})
		var known *wire.Error
		switch {
		case err == nil:
			answer = wire.Object{{Key: "result", Value: answer}}
		case errors.As(err, &known):
			answer = wire.Object{{Key: "error", Value: wire.Object{
				{Key: "code", Value: string(known.Code)}, {Key: "message", Value: known.Message}}}}
		default:
			return err
		}
		if _, err := answers.Write(append(appendJSON(nil, answer), '\n')); err != nil {
			return err
		}
		if err := answers.Flush(); err != nil {
			return err
		}
	}
}
