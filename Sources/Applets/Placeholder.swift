internal import Machines
