#!/usr/bin/env python3
"""fake_agent.py PATH MODE: misbehaving agents for tests; says when it listens, and ends with whoever started it.

modes: ok0 ok2 eof fail huge http assuan short drip hang backlog zero wrongtype"""
import socket,sys,time,threading,struct,os
path,mode=sys.argv[1],sys.argv[2]
def fr(b): return struct.pack(">I",len(b))+b
def ident(n):
    k=lambda i: fr(fr(b"ssh-ed25519")+fr(bytes([i])*32))
    return fr(b"\x0c"+struct.pack(">I",n)+b"".join(k(i)+fr(b"key%d"%i) for i in range(n)))
def rd(c):
    try: return c.recv(4096)
    except OSError: return b""
def serve(c):
    try:
        if mode=="eof": return
        if mode=="assuan": c.sendall(b"OK Pleased to meet you, process 1\n"); time.sleep(30); return
        if mode=="hang": time.sleep(3600); return
        rd(c)
        if mode=="ok0": c.sendall(ident(0)); rd(c)
        elif mode=="ok2": c.sendall(ident(2)); rd(c)
        elif mode=="fail": c.sendall(fr(b"\x05")); rd(c)
        elif mode=="huge": c.sendall(b"\x7f\xff\xff\xff\x0c"); time.sleep(30)
        elif mode=="http": c.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        elif mode=="short": c.sendall(b"\0\0\0\x09\x0c\0\0\0\1\0\0\0\x99"); time.sleep(30)
        elif mode=="zero": c.sendall(b"\0\0\0\0"); time.sleep(30)
        elif mode=="wrongtype": c.sendall(fr(b"\x06")); rd(c)
        elif mode=="drip":
            for b in ident(0): c.sendall(bytes([b])); time.sleep(.4)
    except OSError: pass
    finally: c.close()
def watch(parent):
    while os.getppid()==parent: time.sleep(.2)
    os._exit(0)
threading.Thread(target=watch,args=(os.getppid(),),daemon=True).start()
s=socket.socket(socket.AF_UNIX); s.bind(path); s.listen(1 if mode=="backlog" else 16)
if mode=="backlog":
    keep=[]
    while True:
        c=socket.socket(socket.AF_UNIX); c.setblocking(False)
        try: c.connect(path); keep.append(c)
        except OSError: break
    print("ready",flush=True)
    time.sleep(3600)
print("ready",flush=True)
while True:
    c,_=s.accept(); threading.Thread(target=serve,args=(c,),daemon=True).start()
