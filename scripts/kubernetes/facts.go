// Prints what the Go sources of one Kubernetes release say about its stored messages, as JSON. It reads the sources, so that nothing has to be
// compiled. Arguments: MODULE=FOLDER ... in which the packages are.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// Field is one field of a message as its struct tags have it.
type Field struct {
	Number   int    `json:"number"`
	Json     string `json:"json"`
	Embedded bool   `json:"embedded,omitempty"`
	Pointer  bool   `json:"pointer,omitempty"`
	// string, bool, int32, ..., bytes, []T, {}T for a map from strings, or a message's name.
	Type string `json:"type"`
}

// Message is a struct, or a slice type with an encoding of its own (Items).
type Message struct {
	Fields []Field `json:"fields"`
	Items  string  `json:"items,omitempty"`
	// Whether its JSON is not that of its fields.
	Custom bool `json:"custom,omitempty"`
}

// Kind is a type that stands in etcd by itself.
type Kind struct {
	Message    string `json:"message"`
	Introduced int    `json:"introduced,omitempty"`
	Removed    int    `json:"removed,omitempty"`
}

// source is one parsed package.
type source struct {
	path    string
	types   map[string]declared
	methods map[string]*ast.FuncDecl
	files   []*ast.File
}

type declared struct {
	expression ast.Expr
	file       *ast.File
}

var (
	modules  = map[string]string{}
	sources  = map[string]*source{}
	messages = map[string]*Message{}
	files    = token.NewFileSet()
)

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "facts: "+format+"\n", args...)
	os.Exit(1)
}

func folderOf(of string) (string, bool) {
	for module, folder := range modules {
		if rest, ok := strings.CutPrefix(of, module); ok && (rest == "" || rest[0] == '/') {
			return filepath.Join(folder, rest), true
		}
	}
	return "", false
}

func load(of string) *source {
	if sources[of] != nil {
		return sources[of]
	}
	loaded := &source{of, map[string]declared{}, map[string]*ast.FuncDecl{}, nil}
	sources[of] = loaded
	folder, ok := folderOf(of)
	if !ok {
		return loaded
	}
	names, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			fail("%v", err)
		}
		loaded.files = append(loaded.files, file)
		for _, declaration := range file.Decls {
			loaded.take(file, declaration)
		}
	}
	return loaded
}

func (s *source) take(file *ast.File, declaration ast.Decl) {
	switch of := declaration.(type) {
	case *ast.GenDecl:
		for _, spec := range of.Specs {
			if named, ok := spec.(*ast.TypeSpec); ok {
				s.types[named.Name.Name] = declared{named.Type, file}
			}
		}
	case *ast.FuncDecl:
		if of.Recv == nil {
			return
		}
		receiver := of.Recv.List[0].Type
		if star, ok := receiver.(*ast.StarExpr); ok {
			receiver = star.X
		}
		if name, ok := receiver.(*ast.Ident); ok {
			s.methods[name.Name+"."+of.Name.Name] = of
		}
	}
}

// The package that a file calls so.
func imported(file *ast.File, name string) string {
	for _, spec := range file.Imports {
		of, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil && spec.Name.Name == name || spec.Name == nil && path.Base(of) == name {
			return of
		}
	}
	fail("no import %s", name)
	return ""
}

func (s *source) is(name, method string) bool { return s.methods[name+"."+method] != nil }

// The word for a type, see Field.Type; the messages that it leads to are collected.
func (s *source) word(expression ast.Expr, file *ast.File) string {
	switch of := expression.(type) {
	case *ast.Ident:
		if _, ok := s.types[of.Name]; ok {
			return s.named(of.Name)
		}
		switch of.Name {
		case "int":
			return "int64"
		case "byte":
			return "uint8"
		case "rune":
			return "int32"
		}
		return of.Name
	case *ast.SelectorExpr:
		return load(imported(file, of.X.(*ast.Ident).Name)).named(of.Sel.Name)
	case *ast.ArrayType:
		if item := s.word(of.Elt, file); item != "uint8" {
			return "[]" + item
		}
		return "bytes"
	case *ast.MapType:
		if key := s.word(of.Key, file); key != "string" {
			fail("a map from %s", key)
		}
		return "{}" + s.word(of.Value, file)
	}
	fail("no word for a %T", expression)
	return ""
}

func (s *source) named(name string) string {
	of, ok := s.types[name]
	if !ok {
		fail("no type %s.%s", s.path, name)
	}
	if s.is(name, "MarshalToSizedBuffer") {
		return s.message(name)
	}
	if _, ok := of.expression.(*ast.StructType); ok {
		fail("%s.%s is a struct without an encoding", s.path, name)
	}
	return s.word(of.expression, of.file)
}

func (s *source) message(name string) string {
	full := s.path + "." + name
	if messages[full] != nil {
		return full
	}
	message := &Message{Fields: []Field{}, Custom: s.is(name, "MarshalJSON")}
	messages[full] = message
	in, of := s.underlying(name)
	switch body := of.expression.(type) {
	case *ast.ArrayType:
		message.Items = in.word(body.Elt, of.file)
	case *ast.StructType:
		for _, field := range body.Fields.List {
			if field.Tag != nil {
				in.field(message, field, of.file)
			}
		}
	default:
		fail("%s is a message, but a %T", full, body)
	}
	return full
}

// What a type is declared as, in the end, and where: `type Condition v1.Condition` has another's fields and an encoding of its own.
func (s *source) underlying(name string) (*source, declared) {
	of := s.types[name]
	switch other := of.expression.(type) {
	case *ast.Ident:
		if _, ok := s.types[other.Name]; ok {
			return s.underlying(other.Name)
		}
	case *ast.SelectorExpr:
		return load(imported(of.file, other.X.(*ast.Ident).Name)).underlying(other.Sel.Name)
	}
	return s, of
}

func (s *source) field(message *Message, field *ast.Field, file *ast.File) {
	text, _ := strconv.Unquote(field.Tag.Value)
	tag := reflect.StructTag(text)
	words := strings.Split(tag.Get("protobuf"), ",")
	if len(words) < 2 {
		return
	}
	number, err := strconv.Atoi(words[1])
	if err != nil {
		fail("%s: %v", text, err)
	}
	expression, pointer := field.Type, false
	if star, ok := expression.(*ast.StarExpr); ok {
		expression, pointer = star.X, true
	}
	message.Fields = append(message.Fields, Field{number, tag.Get("json"), len(field.Names) == 0, pointer, s.word(expression, file)})
}

// The kinds that a package registers and that have an ObjectMeta: those stand in etcd by themselves; lists and options do not.
func (s *source) kinds(into map[string]Kind) {
	group := s.group()
	if group != "" {
		group += "/"
	}
	for _, file := range s.files {
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			called, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || called.Sel.Name != "AddKnownTypes" {
				return true
			}
			for _, argument := range call.Args[1:] {
				name := registered(argument)
				if name != "" && s.stands(name) {
					kind := Kind{s.message(name), s.minor(name, "APILifecycleIntroduced"), s.minor(name, "APILifecycleRemoved")}
					into[group+path.Base(s.path)+" "+name] = kind
				}
			}
			return true
		})
	}
}

// X of `&X{}`.
func registered(argument ast.Expr) string {
	if unary, ok := argument.(*ast.UnaryExpr); ok {
		if literal, ok := unary.X.(*ast.CompositeLit); ok {
			if name, ok := literal.Type.(*ast.Ident); ok {
				return name.Name
			}
		}
	}
	return ""
}

func (s *source) stands(name string) bool {
	body, ok := s.types[name].expression.(*ast.StructType)
	if !ok {
		return false
	}
	for _, field := range body.Fields.List {
		if of, ok := field.Type.(*ast.SelectorExpr); ok && len(field.Names) == 0 && of.Sel.Name == "ObjectMeta" {
			return true
		}
	}
	return false
}

// The constant GroupName.
func (s *source) group() string {
	for _, file := range s.files {
		for _, declaration := range file.Decls {
			of, ok := declaration.(*ast.GenDecl)
			if !ok || of.Tok != token.CONST {
				continue
			}
			for _, spec := range of.Specs {
				constant := spec.(*ast.ValueSpec)
				if literal, ok := first(constant.Values).(*ast.BasicLit); ok && constant.Names[0].Name == "GroupName" {
					group, _ := strconv.Unquote(literal.Value)
					return group
				}
			}
		}
	}
	fail("no GroupName in %s", s.path)
	return ""
}

func first(values []ast.Expr) ast.Expr {
	if len(values) == 0 {
		return nil
	}
	return values[0]
}

// The minor release that a method of the kind returns after the major one.
func (s *source) minor(name, method string) int {
	function := s.methods[name+"."+method]
	if function == nil {
		return 0
	}
	returned := function.Body.List[0].(*ast.ReturnStmt).Results[1].(*ast.BasicLit)
	number, _ := strconv.Atoi(returned.Value)
	return number
}

var versioned = regexp.MustCompile(`/v\d[a-z0-9]*$`)

func main() {
	for _, argument := range os.Args[1:] {
		module, folder, _ := strings.Cut(argument, "=")
		modules[module] = folder
	}
	kinds := map[string]Kind{}
	for module, folder := range modules {
		err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() || !versioned.MatchString(filepath.ToSlash(name)) {
				return err
			}
			if _, err := os.Stat(filepath.Join(name, "generated.pb.go")); err == nil {
				rest, _ := filepath.Rel(folder, name)
				if of := load(path.Join(module, filepath.ToSlash(rest))); of.registers() {
					of.kinds(kinds)
				}
			}
			return nil
		})
		if err != nil {
			fail("%v", err)
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"kinds": kinds, "messages": messages}); err != nil {
		fail("%v", err)
	}
}

func (s *source) registers() bool {
	return !strings.HasPrefix(s.path, "k8s.io/apimachinery/")
}
