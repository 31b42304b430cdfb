"""The AWS CLI without its start-up time of a second: one process loads it and forks for every call.

`Client.install(folder)` writes a program `aws` to a folder for the PATH. The program passes its arguments, environment,
working folder and open files to that process, which runs the CLI's own code.
"""

import array
import json
import os
import pathlib
import signal
import socket
import sys
import threading

CLIENT = """#!{python} -ISE
import array, json, os, socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.connect({address!r})
message = json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode()
connection.sendmsg([len(message).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
connection.sendall(message)
status = connection.recv(1)
sys.exit(status[0] if status else 255)
"""
SERVICES = ("account", "cloudtrail", "ec2", "organizations", "s3", "s3control", "sts")


def install(folder):
    """Starts the process and writes `aws` to `folder`."""
    folder = pathlib.Path(folder)
    address = str(folder / "socket")
    ready, begun = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(ready)
        serve(address, begun)
        os._exit(0)
    os.close(begun)
    os.read(ready, 1)
    os.close(ready)
    program = folder / "aws"
    program.write_text(CLIENT.format(python=sys.executable, address=address))
    program.chmod(0o755)
    return process


def serve(address, begun):
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    loader = driver.session.get_component("data_loader")
    for service in SERVICES:
        loader.load_service_model(service, "service-2")
    loader.load_data("endpoints")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    os.close(begun)
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            answer(connection, driver)
        connection.close()


def answer(connection, driver):
    """Runs in a child process: takes over the caller's environment and runs the CLI."""
    size = array.array("i").itemsize
    head, ancillary, _, _ = connection.recvmsg(4, socket.CMSG_SPACE(3 * size))
    files = array.array("i")
    files.frombytes(ancillary[0][2][: 3 * size])
    length, message = int.from_bytes(head, "big"), b""
    while len(message) < length:
        message += connection.recv(length - len(message))
    arguments, environment, folder = json.loads(message)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["aws", *arguments]
    # If the caller is gone, it doesn't need an answer.
    threading.Thread(target=lambda: connection.recv(1) or os._exit(1), daemon=True).start()
    try:
        status = driver.main(arguments)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        status = 255
    sys.stdout.flush()
    sys.stderr.flush()
    connection.send(bytes([(status or 0) & 255]))
    os._exit(0)
